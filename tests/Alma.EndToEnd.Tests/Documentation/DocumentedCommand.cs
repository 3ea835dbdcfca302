namespace Alma.EndToEnd.Tests.Documentation;

/// <summary>A command that a document tells its reader to type.</summary>
/// <param name="Document">The document's path in the repository.</param>
/// <param name="Line">Where it stands there, counted from 1.</param>
/// <param name="Text">The line, continued lines joined.</param>
internal sealed record DocumentedCommand(string Document, int Line, string Text)
{
    public bool IsAlma => Text.StartsWith("./alma", StringComparison.Ordinal);

    /// <summary>It gets files that commands after it read.</summary>
    public bool Fetches => Words.First() is "npm" or "tar" or "awk" or "mkdir";

    /// <summary>It asks the server that a command before it has started.</summary>
    public bool Asks => Words.First() == "curl";

    /// <summary>It goes on until it is told to end.</summary>
    public bool Serves => Text.StartsWith("./alma serve ", StringComparison.Ordinal);

    /// <summary>It makes a data set of the reader's own.</summary>
    public bool Imports => Text.StartsWith("./alma data import ", StringComparison.Ordinal)
        || Text.StartsWith("./alma keep ", StringComparison.Ordinal);

    /// <summary>It runs more than an epoch on images of 28x28, or needs Fashion-MNIST, which not every machine offers.</summary>
    public bool IsLong => Text.Contains("fashion_mnist", StringComparison.Ordinal)
        || (IsRun && Text.Contains("mnist/", StringComparison.Ordinal) && !Words.Contains("clmodel.max_epochs=1"));

    public bool IsRun => Text.StartsWith("./alma run ", StringComparison.Ordinal);

    public bool IsResume => Text.StartsWith("./alma resume ", StringComparison.Ordinal);

    /// <summary>It speaks of a run made before.</summary>
    public bool NeedsRun => Words.Any(word => word.Split('/')[0] == "RUN");

    private IEnumerable<string> Words => Text.Split(' ');

    /// <summary>The line as bash is to run it.</summary>
    public string On(string runFolder) =>
        string.Join(' ', Words.Select(word => word.Split('/')[0] == "RUN" ? runFolder + word[3..] : word));

    public override string ToString() => $"{Document}:{Line}: {Text}";
}
