namespace Alma.Config;

/// <summary>Where a key or value was written: a place in a file, or an override typed on the command line.</summary>
public sealed record Origin
{
    private Origin()
    {
    }

    public string? File { get; private init; }

    /// <summary>Counted from 1; 0 for an override.</summary>
    public int Line { get; private init; }

    /// <summary>Counted from 1; 0 for an override.</summary>
    public int Column { get; private init; }

    /// <summary>The override as it was typed, or null.</summary>
    public string? Override { get; private init; }

    public bool IsOverride => Override is not null;

    public static Origin InFile(string file, int line, int column) => new() { File = file, Line = line, Column = column };

    public static Origin OnCommandLine(string text) => new() { Override = text };

    public override string ToString() => IsOverride ? $"override '{Override}'" : $"{File}:{Line}:{Column}";
}
