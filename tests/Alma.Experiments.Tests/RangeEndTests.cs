using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Learning;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Training;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments.Tests;

/// <summary>
/// Every number of every class that a config may name, at both ends of its range:
/// a run takes as many steps as it should, or is refused in words.
/// </summary>
public sealed class RangeEndTests : IDisposable
{
    // A run of more has shown enough.
    private const int StepsWatched = 16;

    // Little memory, so that networks that would take long to build are refused: all of CIFAR-10 takes more.
    private static Machine MachineFor(RunOptions options) =>
        new(MemoryBytes: options.Stream.Train.Dataset.Shape.Channels == 3 ? 400e6 : 60e6, ProcessorCount: 2, ThreadsLeft: 1000);

    private static readonly Dictionary<Type, string> sections = new()
    {
        [typeof(RunOptions)] = "",
        [typeof(CheckpointOptions)] = "checkpoint",
        [typeof(EvaluationOptions)] = "evaluation",
        [typeof(LoggerOptions)] = "logger",
        [typeof(TrainStreamOptions)] = "stream.train",
        [typeof(EvaluationStreamOptions)] = "stream.evaluation",
        [typeof(LearnerOptions)] = "clmodel",
        [typeof(OptimizerOptions)] = "clmodel.optim",
        [typeof(ModelOptions)] = "clmodel.model",
        [typeof(AugmentationOptions)] = "clmodel.kornia_augs",
    };

    private readonly TinyRun runs = new();

    public void Dispose() => runs.Dispose();

    /// <summary>Section, class, property; a property that several classes inherit once.</summary>
    public static TheoryData<string, string, string> Numbers => new(
        from section in sections
        from type in Classes(section.Key)
        from property in type.GetProperties()
        where property.SetMethod is not null && Ends(property).Length > 0
        group (Section: section.Value, Type: type) by (property.DeclaringType, property.Name) into classes
        select (classes.First().Section, NameOf(classes.First().Type), classes.Key.Name));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_AtEitherEndOfItsRange_TrainsAsItShouldOrIsRefused(string section, string className, string propertyName)
    {
        var type = Classes(sections.Single(entry => entry.Value == section).Key).Single(type => NameOf(type) == className);
        foreach (var end in Ends(type.GetProperty(propertyName)!))
        {
            var yaml = Yaml(section, type, propertyName, end);
            try
            {
                Run(yaml);
            }
            catch (Exception refusal) when (refusal is ConfigException or LearningException)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }
            catch (Exception fault)
            {
                Assert.Fail($"{section} {className}.{propertyName} = {end}: {fault}");
            }
        }
    }

    [Fact]
    public void Numbers_AreThoseOfAllClasses() => Assert.InRange(Numbers.Count, 60, int.MaxValue);

    private void Run(string yaml)
    {
        var tree = ConfigTree.Parse(yaml, "recipe.yaml", [], RunOptions.Settable);
        var request = new RunRequest("tiny", tree, RunRequest.Bind(tree, KnownClasses.Names), []);
        MachineCheck.Refuse(tree, request.Options, MachineFor(request.Options));
        var steps = 0L;
        try
        {
            runs.Start(request, (_, cancellation) =>
            {
                if (++steps == StepsWatched) cancellation.Cancel();
            });
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(StepsWatched, steps);
            return;
        }
        if (request.Options.Clmodel.MaxEpochs == 1) Assert.Equal(StepsOf(request.Options), steps);
        Assert.InRange(steps, 1, StepsWatched);
    }

    // Counted apart from the program, in numbers that cannot overflow: the images are those of TinyRun.
    private static long StepsOf(RunOptions options)
    {
        var count = options.Stream.Train.Dataset.Shape.Channels == 3 ? 60L : 200;
        var (training, waiting, steps) = (0L, 0L, 0L);
        var rounds = options.Clmodel switch
        {
            RoundEnsembleOptions rounded => rounded.NRounds,
            Learning.Learners.Boosting.AdaBoostRoundsOptions rounded => rounded.NRounds,
            _ => 1
        };
        for (long k = 0, last = options.MegabatchCount - 1; k <= last; k++)
        {
            waiting += (count / options.StreamLength) + (k < count % options.StreamLength ? 1 : 0);
            if ((k + 1) % options.Stream.Train.Wait != 0 && k != last) continue;
            training =
                waiting - (long)(waiting * options.Clmodel.ValidationProportion) + (long)(training * options.Clmodel.TrainReplayProportion);
            steps += rounds * ((training + options.Clmodel.TrainingBatchSize - 1L) / options.Clmodel.TrainingBatchSize);
            waiting = 0;
        }
        return steps;
    }

    // Streams have their numbers in common.
    private static bool IsOther(Type type) =>
        type.IsAssignableTo(typeof(StreamOptions)) && type != typeof(DigitsTrainOptions) && type != typeof(DigitsEvaluationOptions);

    private static IEnumerable<Type> Classes(Type kind) => kind.IsAbstract
        ? KnownClasses.Names.NamesOf(kind).Select(name => KnownClasses.Names.Find(kind, name)!).Where(type => !IsOther(type))
        : [kind];

    private static string NameOf(Type type) => sections.Keys.Where(kind => type.IsAssignableTo(kind) && kind.IsAbstract)
        .SelectMany(kind => KnownClasses.Names.NamesOf(kind).Where(name => KnownClasses.Names.Find(kind, name) == type)).FirstOrDefault()
        ?? type.Name;

    private static string[] Ends(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(NumberOrRange) || type == typeof(PerChannel) || type == typeof(ImagePadding))
            return ["0", "1e-300", "1", "1e6", "1e300", "16384", "[0, 0]", "[1e6, 1e6]"];
        var item = type.IsArray ? type.GetElementType()! : type;
        if (item != typeof(int) && item != typeof(long) && item != typeof(double)) return [];
        var range = property.GetCustomAttribute<RangeAttribute>();
        string[] ends = item == typeof(double) ? [.. Reals(range)]
            : item == typeof(int) ? [.. Integers(range, int.MinValue, int.MaxValue)]
            : [.. Integers(range, long.MinValue, long.MaxValue)];
        return type.IsArray ? Array.ConvertAll(ends, end => $"[{end}, {end}]") : ends;
    }

    private static IEnumerable<string> Reals(RangeAttribute? range)
    {
        var (least, most) = range is null ? (-1e300, 1e300) : (
            Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));
        if (range is { MinimumIsExclusive: true }) least = Math.BitIncrement(least);
        if (range is { MaximumIsExclusive: true }) most = Math.BitDecrement(most);
        return new[] { least, most }.Select(end => end.ToString("E17", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> Integers(RangeAttribute? range, long least, long most)
    {
        if (range is not null)
            (least, most) = (
                Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture), Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture));
        return new[] { least, most, most == int.MaxValue ? most - 647 : most }.Distinct()
            .Select(end => end.ToString(CultureInfo.InvariantCulture));
    }

    // Firefly and colours are for images of three channels.
    private static string Yaml(string section, Type type, string property, string value)
    {
        var dataset = type == typeof(FireflyOptions) || section == "clmodel.kornia_augs"
            ? typeof(Cifar10TrainOptions)
            : typeof(DigitsTrainOptions);
        string Section(string name, Type usual, params (string, string)[] more)
        {
            var (actual, keys) = (section == name ? type : usual, more.ToDictionary());
            foreach (var required in actual.GetProperties().Where(required => required.IsDefined(typeof(RequiredMemberAttribute))))
                keys.TryAdd(Key(required.Name), Usual(required));
            if (KnownClasses.Names.NamesOf(actual).Count > 0) keys["class_name"] = NameOf(actual);
            if (section == name) keys[Key(property)] = value;
            return $"{{{string.Join(", ", keys.Select(pair => $"{pair.Key}: {pair.Value}"))}}}";
        }
        var learner = section == "clmodel" ? type
            : value.Length > 0 && section == "clmodel.model" && property is "NExpertsToSplit" or "GrowNUnits" ? typeof(FinetuneGrowOptions)
            : typeof(FinetuneOptions);
        var model = learner == typeof(FireflyOptions) ? typeof(FireflyModelOptions)
            : learner == typeof(FinetuneGrowOptions) ? typeof(MoeMlpRandomGrowOptions)
            : typeof(MlpOptions);
        var augmentations = section == "clmodel.kornia_augs"
            ? $"[{Section(section, type).Replace("class_name", "name", StringComparison.Ordinal)}]"
            : "null";
        var sizeLayers = learner.GetProperty("K") is null ? 4 : 64; // a thousand of these are more than the memory
        var clmodel = Section(
            "clmodel", learner, ("optim", Section("clmodel.optim", typeof(AdadeltaOptions))),
            ("model", Section(
                "clmodel.model",
                model,
                [.. model.GetProperty("SizeLayers") is null ? Array.Empty<(string, string)>() : [("size_layers", $"{sizeLayers}")]])),
            ("kornia_augs", augmentations),
            ("training_batch_size", "16"), ("validation_proportion", "0.5"), ("max_epochs", "1"), ("patience", "1"));
        var stream = $"{{train: {Section("stream.train", dataset)}, evaluation: "
            + $"{Section("stream.evaluation", dataset == typeof(Cifar10TrainOptions) ? typeof(Cifar10EvaluationOptions) : typeof(DigitsEvaluationOptions))}}}";
        return Section(
            "", typeof(RunOptions), ("stream", stream), ("clmodel", clmodel), ("n_megabatches", "2"),
            ("logger", Section("logger", typeof(TensorBoardLoggerOptions))),
            ("checkpoint", Section("checkpoint", typeof(CheckpointOptions), ("keep_models", "false"))),
            ("evaluation", Section("evaluation", typeof(EvaluationOptions))));
    }

    private static string Key(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    private static string Usual(PropertyInfo property) => property switch
    {
        { Name: "Size" } => "[32, 32]",
        { Name: "PatchSize" or "NChannels" or "SizeLayers" or "Dim" } => "4",
        { Name: "NExpertsToSplit" } => "2",
        { Name: "NExperts" } => "2",
        _ when property.PropertyType == typeof(bool) => "false",
        _ => "1",
    };
}
