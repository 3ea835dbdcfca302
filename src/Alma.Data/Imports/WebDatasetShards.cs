namespace Alma.Data.Imports;

/// <summary>
/// Shards of WebDataset: tar archives in which the files of an example stand beside each other and have one name up to its first dot, an
/// image (<c>0001.png</c>) and the number or name of its class (<c>0001.cls</c>). Other files of an example are passed over.
/// </summary>
internal sealed class WebDatasetShards : ImportSource
{
    private static readonly string[] images = ["png", "jpg", "jpeg", "gif", "bmp"];

    private readonly ImportRequest request;
    private readonly ImageSight sight = new();
    private readonly string labelEnding;
    private long count;

    /// <exception cref="DatasetException">A file is no such archive, has no images, or has them in several sizes.</exception>
    public WebDatasetShards(ImportRequest request, CancellationToken cancellation)
    {
        this.request = request;
        if (request.TimeColumn is { } time)
            throw new DatasetException($"{request.Paths[0]}: shards have no columns, and so no '{time}' with times.");
        labelEnding = (request.LabelColumn ?? "cls").TrimStart('.');
        foreach (var (place, image, _) in Samples(cancellation))
        {
            sight.Add(ImageFile.Header(image, place.ToString()), place);
            count++;
        }

        if (count == 0)
            throw new DatasetException(
                $"{request.Paths[0]}: found no image in it, expected files such as 0001.png and 0001.{labelEnding} beside each other.");
        if (request.Size is null) sight.RefuseSeveralSizes(request.Paths[0]);
    }

    public override IReadOnlyList<ImportedColumn> Columns => [];

    public override long? ExpectedCount => count;

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var (place, image, label) in Samples(cancellation))
            yield return new ImportedExample(
                ImageFile.Read(image, place.ToString(), request.Channels ?? sight.Channels, request.Size), label, place)
            {
                IsTest = SplitNames.IsTest(Shard(place), request.Paths),
            };
    }

    private string Shard(ImportedPlace place) => request.Paths.First(path => place.File.StartsWith(path + "/", StringComparison.Ordinal));

    private IEnumerable<(ImportedPlace Place, byte[] Image, string? Label)> Samples(CancellationToken cancellation)
    {
        foreach (var path in request.Paths)
        {
            var (key, image, label, name) = ("", (byte[]?)null, (string?)null, "");
            foreach (var file in TarFiles.Of(path, ending => images.Contains(ending) || ending == labelEnding))
            {
                cancellation.ThrowIfCancellationRequested();
                if (file.Key != key)
                {
                    if (image is not null) yield return (new ImportedPlace(name), image, label);
                    (key, image, label) = (file.Key, null, null);
                }

                if (file.Ending == labelEnding) label = file.Text();
                else (image, name) = (file.Content, $"{path}/{file.Name}");
            }

            if (image is not null) yield return (new ImportedPlace(name), image, label);
        }
    }
}
