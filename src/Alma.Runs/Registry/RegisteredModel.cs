namespace Alma.Runs.Registry;

/// <summary>
/// A version of a model in a registry, as its <c>version.json</c> says it: how good it is, on which data, and where it comes from. It
/// never changes.
/// </summary>
public sealed record RegisteredModel
{
    /// <summary>The format that this version of Alma writes, and the only one it reads.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required int Version { get; init; }

    /// <summary>When it was put into the registry, in UTC.</summary>
    public required DateTimeOffset Registered { get; init; }

    /// <summary>Its file <c>model.onnx</c>.</summary>
    public required RegisteredFile Onnx { get; init; }

    /// <summary>The run's file of its weights, as a full path, where the run keeps them.</summary>
    public string? Weights { get; init; }

    /// <summary>The folder of the run that learned it, as a full path.</summary>
    public required string Run { get; init; }

    public required string Recipe { get; init; }

    /// <summary>When that run began: it tells it from others, wherever its folder is moved.</summary>
    public required DateTimeOffset RunStarted { get; init; }

    /// <summary>The megabatch after which it was saved, from 0.</summary>
    public required int Megabatch { get; init; }

    /// <summary>The champion that it was compared with; null where there was none.</summary>
    public int? Parent { get; init; }

    /// <summary>What it was learned from.</summary>
    public required RegisteredData Data { get; init; }

    /// <summary>How it does on the examples that are held out.</summary>
    public required HeldOutError HeldOut { get; init; }

    /// <summary>The comparison with <see cref="Parent"/> on the same examples; null where there was none to compare with.</summary>
    public PairedErrors? Comparison { get; init; }
}

/// <summary>The size of a file and its lower-case SHA-256.</summary>
public sealed record RegisteredFile(long Bytes, string Sha256);

/// <summary>Data that a version was learned from and tested on.</summary>
/// <param name="Name">Of the data set.</param>
/// <param name="Sha256">Of the checksums of all its files up to the last dump that the version has seen.</param>
/// <param name="Parts">What is held out, dump by dump; of a data set that did not come in dumps, one part.</param>
public sealed record RegisteredData(string Name, string Sha256, IReadOnlyList<HeldOutPart> Parts)
{
    /// <summary>How many examples at the start of what is held out are the same as those of another version.</summary>
    public int CommonWith(RegisteredData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Name == other.Name
            ? Parts.Zip(other.Parts).TakeWhile(pair => pair.First == pair.Second).Sum(pair => pair.First.Examples)
            : 0;
    }
}

/// <summary>The examples of a dump that are tested on.</summary>
/// <param name="Dump">Its folder in the store.</param>
/// <param name="Examples">Their number.</param>
/// <param name="Sha256">The first 16 digits of the checksum of the dump's values.</param>
public sealed record HeldOutPart(string Dump, int Examples, string Sha256);

/// <summary>How often a version is wrong on the examples that are held out.</summary>
/// <param name="Examples">Their number.</param>
/// <param name="Wrong">How many of them it gets wrong.</param>
/// <param name="Low">The lower end of the 95 % interval of the error: Wilson's, from 0 to 1.</param>
/// <param name="High">The upper end.</param>
public sealed record HeldOutError(int Examples, int Wrong, double Low, double High)
{
    /// <summary>0 to 1; NaN where there is no example.</summary>
    public double Error => (double)Wrong / Examples;
}

/// <summary>Two versions on the same examples.</summary>
/// <param name="Champion">The number of the version that this one was compared with.</param>
/// <param name="Examples">Their number.</param>
/// <param name="OnlyChallengerWrong">How many this version alone gets wrong.</param>
/// <param name="OnlyChampionWrong">How many the other alone gets wrong.</param>
/// <param name="Low">The lower end of the interval of the difference of their errors, challenger less champion: -1 to 1.</param>
/// <param name="High">The upper end.</param>
/// <param name="Level">How often such intervals hold the difference, 0 to 1.</param>
public sealed record PairedErrors(
    int Champion, int Examples, int OnlyChallengerWrong, int OnlyChampionWrong, double Low, double High, double Level)
{
    /// <summary>The challenger's error less the champion's.</summary>
    public double Difference => Examples == 0 ? 0 : (double)(OnlyChallengerWrong - OnlyChampionWrong) / Examples;
}
