using System.Globalization;
using System.Security.Cryptography;
using Alma.Files;

namespace Alma.Runs.Registry;

/// <summary>
/// A folder with the versions of a model, one of which is the champion: what servers serve. Any number of processes may read it while
/// others write; each finds it as it was before or after a change. See docs/keeping.md for its files.
/// </summary>
public sealed class ModelRegistry
{
    internal const string MarkName = "registry.json";
    private const string VersionsName = "versions";
    private const string VersionName = "version.json";
    private const string ModelName = "model.onnx";
    private const string WrongName = "wrong.bits";
    private const int MaxVersionBytes = 1 << 26;
    private const long MaxModelBytes = int.MaxValue - 64;

    private ModelRegistry(string path) => Path = path;

    public string Path { get; }

    internal string HistoryFile => In("history.jsonl");

    internal string PendingFile => In("pending.json");

    internal string LockFile => In("registry.lock");

    internal string VersionsFolder => In(VersionsName);

    /// <summary>Whether there is a registry at a path.</summary>
    public static bool IsAt(string path) => FileKinds.OfTarget(System.IO.Path.Combine(path, MarkName)) == FileKind.File;

    /// <exception cref="RunFolderException">There is none, or one of another format.</exception>
    public static ModelRegistry Open(string path)
    {
        if (!IsAt(path))
            throw new RunFolderException(
                Directory.Exists(path)
                    ? $"{path} is no registry of models: it has no {MarkName}."
                    : $"{path} is no registry of models: there is no such folder.");
        var mark = System.IO.Path.Combine(path, MarkName);
        var format = RecordJson.Read<RegistryMark>(RegularFile.Bytes(mark, MaxVersionBytes), mark).Format;
        return format == RegisteredModel.CurrentFormat
            ? new ModelRegistry(path)
            : throw new RunFolderException(
                $"{mark}: found format {format}, this version of Alma reads {RegisteredModel.CurrentFormat}.");
    }

    /// <summary>Opens the registry at a path, and makes it where there is none.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static ModelRegistry OpenOrCreate(string path)
    {
        if (IsAt(path)) return Open(path);
        if (FileKinds.OfTarget(path) is not (FileKind.None or FileKind.Folder))
            throw new RunFolderException($"{path} is a file: a registry of models needs a folder.");
        var registry = new ModelRegistry(path);
        Directory.CreateDirectory(path);
        var mark = RecordJson.Text(new RegistryMark(RegisteredModel.CurrentFormat));
        AtomicFile.Write(registry.In(MarkName), stream => stream.Write(mark), within: path);
        return registry;
    }

    /// <summary>The numbers of the versions, ascending, those that are damaged included.</summary>
    public IReadOnlyList<int> Numbers()
    {
        if (FileKinds.Of(VersionsFolder) != FileKind.Folder) return [];
        return [.. Directory.EnumerateDirectories(VersionsFolder).Select(folder => NumberOf(System.IO.Path.GetFileName(folder)))
            .OfType<int>().Order()];
    }

    /// <summary>What is said of a version.</summary>
    /// <exception cref="RunFolderException">There is no such version, or its file is damaged.</exception>
    public RegisteredModel Read(int version)
    {
        RefuseUnknown(version);
        var path = InVersion(version, VersionName);
        if (FileKinds.Of(path) != FileKind.File) throw new RunFolderException($"{path} is missing: version {version} is damaged.");
        var model = RecordJson.Read<RegisteredModel>(RegularFile.Bytes(path, MaxVersionBytes), path);
        return Wrong(model, version) is { } wrong ? throw new RunFolderException($"{path}: {wrong}.") : model;
    }

    /// <summary>The file of ONNX of a version, whatever is there.</summary>
    public string OnnxFile(int version) => InVersion(version, ModelName);

    /// <summary>A version's file of ONNX, which is the one that was registered.</summary>
    /// <exception cref="RunFolderException">It is missing, or another one.</exception>
    public byte[] ReadOnnx(RegisteredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var path = OnnxFile(model.Version);
        if (FileKinds.Of(path) != FileKind.File) throw new RunFolderException($"{path} is missing: version {model.Version} is damaged.");
        var bytes = RegularFile.Bytes(path, MaxModelBytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == model.Onnx.Sha256
            ? bytes
            : throw new RunFolderException($"{path} is not the file that was registered: its SHA-256 is another one.");
    }

    /// <summary>Which of the examples that are held out a version gets wrong, in their order.</summary>
    /// <exception cref="RunFolderException">The file is missing or damaged.</exception>
    public bool[] ReadWrong(RegisteredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var path = InVersion(model.Version, WrongName);
        if (FileKinds.Of(path) != FileKind.File) throw new RunFolderException($"{path} is missing: version {model.Version} is damaged.");
        var bytes = RegularFile.Bytes(path, MaxModelBytes);
        var wrong = new bool[model.HeldOut.Examples];
        if (bytes.Length != (wrong.Length + 7) / 8)
            throw new RunFolderException($"{path}: found {bytes.Length} bytes, expected {(wrong.Length + 7) / 8}.");
        for (var k = 0; k < wrong.Length; k++) wrong[k] = (bytes[k / 8] >> (k % 8) & 1) != 0;
        return wrong.Count(one => one) == model.HeldOut.Wrong
            ? wrong
            : throw new RunFolderException($"{path}: found another number of errors than {model.HeldOut.Wrong}.");
    }

    /// <summary>The version that is served; null where there is none yet.</summary>
    /// <exception cref="RunFolderException">The file that says it holds something else.</exception>
    public int? Champion() => ChampionFile.Read(Path);

    /// <summary>What happened, the oldest first.</summary>
    /// <exception cref="RunFolderException">A line of the file is damaged.</exception>
    public IReadOnlyList<RegistryRecord> History() => RegistryHistory.Read(HistoryFile);

    /// <summary>Holds the registry for this process alone to write, until it is disposed.</summary>
    /// <inheritdoc cref="RegistryWriter.Hold" path="/exception"/>
    public RegistryWriter Hold(TimeProvider time) => RegistryWriter.Hold(this, time);

    /// <summary>Where the files of a version that is being made are written.</summary>
    internal static void WriteInto(string folder, RegisteredModel model, byte[] onnx, bool[] wrong)
    {
        var bits = new byte[(wrong.Length + 7) / 8];
        for (var k = 0; k < wrong.Length; k++)
            if (wrong[k]) bits[k / 8] |= (byte)(1 << (k % 8));
        AtomicFile.Write(System.IO.Path.Combine(folder, ModelName), stream => stream.Write(onnx));
        AtomicFile.Write(System.IO.Path.Combine(folder, WrongName), stream => stream.Write(bits));
        AtomicFile.Write(System.IO.Path.Combine(folder, VersionName), stream => stream.Write(RecordJson.Text(model)));
    }

    internal string FolderOf(int version) =>
        System.IO.Path.Combine(VersionsFolder, version.ToString("D4", CultureInfo.InvariantCulture));

    internal void RefuseUnknown(int version)
    {
        var numbers = Numbers();
        if (numbers.Contains(version)) return;
        const int most = 20;
        var told = string.Join(", ", numbers.TakeLast(most));
        throw new RunFolderException(
            numbers.Count == 0
                ? $"{Path} has no version {version}: there is none yet."
                : $"{Path} has no version {version}. It has {(numbers.Count > most ? "..., " : "")}{told}.");
    }

    private static string? Wrong(RegisteredModel model, int version)
    {
        if (model.Format != RegisteredModel.CurrentFormat)
            return $"found format {model.Format}, this version of Alma reads {RegisteredModel.CurrentFormat}";
        if (model.Version != version) return $"found version {model.Version} in the folder of version {version}";
        if (model.Megabatch < 0 || model.Parent < 0) return "found a number below 0";
        if (model.HeldOut is not { Examples: >= 0, Wrong: >= 0 } held || held.Wrong > held.Examples)
            return $"found {model.HeldOut.Wrong} errors on {model.HeldOut.Examples} examples";
        return model.Data.Parts.Any(part => part is not { Examples: >= 0 })
            || model.Data.Parts.Sum(part => (long)part.Examples) != held.Examples
                ? "found other examples in its parts than in all"
                : null;
    }

    private static int? NumberOf(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString("D4", CultureInfo.InvariantCulture) == name
            ? number
            : null;

    private string InVersion(int version, string name) => System.IO.Path.Combine(FolderOf(version), name);

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private sealed record RegistryMark(int Format);
}
