using System.Globalization;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Serving.Models;

namespace Alma.Serving.Inputs;

/// <summary>The test set of a data set, imported or of the catalog, as a model takes it.</summary>
public static class DatasetInputs
{
    /// <param name="name">Of an imported data set, or of one that <c>alma data list</c> shows.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="DatasetException">There is none of that name, it has no test set, or it is not what the model takes.</exception>
    public static IEnumerable<InputExample> Read(ModelInput input, string name, string folder)
    {
        var stores = new StoreFolder(folder);
        return stores.Has(name) ? OfStore(input, stores.Open(name)) : OfCatalog(input, name, folder);
    }

    /// <summary>The same of an imported data set, or of its first dumps.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IEnumerable<InputExample> OfStore(ModelInput input, Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var manifest = store.Manifest;
        if (manifest.TestCount == 0)
            throw new DatasetException($"{store.Name} has no examples to test on.") { Need = new DatasetNeed.TestShare() };
        return manifest.Dumps.SelectMany(dump =>
        {
            var tests = store.Tests(dump);
            return OfDump(input, store, dump, k => tests[k]);
        });
    }

    /// <summary>Some examples of one dump of an imported data set, in their order.</summary>
    /// <param name="isTaken">Which, by their index in the dump.</param>
    /// <exception cref="DatasetException">It is not what the model takes, or a file is damaged.</exception>
    public static IReadOnlyList<InputExample> OfDump(ModelInput input, Store store, StoredDump dump, Predicate<int> isTaken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(dump);
        ArgumentNullException.ThrowIfNull(isTaken);
        var manifest = store.Manifest;
        if (manifest.Shape is { } shape) RefuseOther(input, shape, store.Name);
        var rows = manifest.Kind == StoreKind.Table ? new StoredRows(Table(input, store), manifest, store.Name) : null;
        var (labels, examples) = (store.Labels(dump), new List<InputExample>());
        store.ReadValues(dump, (k, bytes) =>
        {
            if (!isTaken(k)) return;
            var place = string.Create(CultureInfo.InvariantCulture, $"{store.Name}/{dump.Folder}:{k + 1}");
            examples.Add(new(
                place, manifest.Classes[labels[k]], rows is null ? bytes.ToArray() : [], rows is null ? [] : rows.Of(Store.Row(bytes))));
        });
        return examples;
    }

    private static TableInput Table(ModelInput input, Store store) => input as TableInput
        ?? throw new DatasetException($"{store.Name} is a table; the model takes {input.Description}.");

    private static IEnumerable<InputExample> OfCatalog(ModelInput input, string name, string folder)
    {
        var dataset = DatasetLoader.Load(DatasetCatalog.Find(name), folder);
        var test = dataset.Test;
        RefuseOther(input, new ImageShape(test.Channels, test.Height, test.Width), dataset.Name);
        var size = test.Channels * test.Height * test.Width;
        for (var k = 0; k < test.Count; k++)
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"{dataset.Name}:{k + 1}"), dataset.ClassNames[test.Labels[k]],
                test.Pixels[(k * size)..((k + 1) * size)], []);
    }

    private static void RefuseOther(ModelInput input, ImageShape shape, string name)
    {
        if (input is not ImageInput { Shape: var taken } || taken != shape)
            throw new DatasetException(
                $"{name} has images of {shape.Width} x {shape.Height} pixels and {shape.Channels} "
                + $"channel{(shape.Channels == 1 ? "" : "s")}; the model takes {input.Description}.");
    }
}
