namespace Alma.Serving.Sources;

/// <summary>Where the versions of a model come from. It is looked at again and again, as new ones may have come.</summary>
public abstract class ModelSource
{
    /// <summary>What the model is called where nobody says otherwise.</summary>
    public abstract string Name { get; }

    /// <summary>For messages.</summary>
    public abstract string Place { get; }

    /// <summary>The same of one version.</summary>
    public virtual string PlaceOf(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FormattableString.Invariant($"{Place}, version {file.Version}");
    }

    /// <summary>What is said of it where it has no version.</summary>
    public virtual string Nothing => $"{Place} holds no model: there is no file *.onnx.";

    /// <summary>Whether a source without a version is right, since some will come.</summary>
    public virtual bool MayBeEmpty => false;

    /// <summary>The versions there are now.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public abstract IReadOnlyList<ModelFile> List();

    /// <summary>The version that is to be served by default, or null: then it is the newest.</summary>
    /// <exception cref="Models.ModelException">What says it is not understood.</exception>
    public virtual int? Champion() => null;

    /// <summary>A version's file of ONNX.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="Models.ModelException">It is none.</exception>
    public abstract byte[] Read(ModelFile file);
}

/// <summary>A version of a model.</summary>
/// <param name="Version">The megabatch after which it was saved.</param>
/// <param name="Stamp">Another one where the version's content has changed.</param>
/// <param name="TestError">0 to 1, where it is known without opening the file.</param>
public sealed record ModelFile(int Version, string Stamp, double? TestError = null);
