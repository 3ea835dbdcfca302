using Alma.Files;

namespace Alma.Runs;

/// <summary>
/// Where somebody wants something written. A file is written whole or not at all, also where a link leads to it; a pipe or a device is
/// written into. In the folder of a run or a sweep, which somebody else may have made,
/// links are replaced and nothing else than files is written.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private readonly string place;
    private readonly string? within;
    private readonly bool isStream;
    private string? temporary;

    private OutputFile(string place, string? within, bool isStream) => (this.place, this.within, this.isStream) = (place, within, isStream);

    /// <exception cref="RunFolderException">It is a folder, or in a folder of a run, and no file.</exception>
    public static OutputFile At(string path)
    {
        if (Directory.Exists(path)) throw new RunFolderException($"{path} is a folder: -o needs the name of a file.");
        if (OwnFolder.Around(path) is { } within)
        {
            var there = FileKinds.Of(path);
            return there is FileKind.None or FileKind.File or FileKind.Link or FileKind.Unknown
                ? new OutputFile(path, within, isStream: false)
                : throw new RunFolderException($"{path} is {FileKinds.Noun(there)} in a run's or a sweep's folder: it is not written.");
        }

        if (FileKinds.OfTarget(path) is FileKind.Pipe or FileKind.Device or FileKind.Socket)
            return new OutputFile(path, null, isStream: true);
        if (FileKinds.Of(path) != FileKind.Link) return new OutputFile(path, null, isStream: false);
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return FileKinds.Of(target) is FileKind.File or FileKind.None && FileKinds.OfTarget(path) == FileKinds.Of(target)
            ? new OutputFile(target, null, isStream: false)
            : new OutputFile(path, null, isStream: true); // a file that is open and has no name, as behind /dev/stdout
    }

    /// <summary>Writes it.</summary>
    public void Write(Action<Stream> write)
    {
        if (!isStream)
        {
            AtomicFile.Write(place, write, within: within);
            return;
        }

        using var stream = OwnFile.Into(place);
        write(stream);
    }

    /// <summary>Makes an empty file for a library that writes files by itself, for <see cref="Commit"/> to put into place.</summary>
    public string CreateTemporary()
    {
        if (within is not null) OwnFile.RefuseLinks(within, place);
        if (!isStream) Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(place))!);
        temporary ??= isStream
            ? Path.Combine(Directory.CreateTempSubdirectory("alma-output-").FullName, "content")
            : AtomicFile.TemporaryPath(place);
        OwnFile.Replace(temporary).Dispose();
        return temporary;
    }

    /// <summary>Puts into place what was written aside.</summary>
    public void Commit()
    {
        if (!isStream)
        {
            AtomicFile.Commit(place);
            return;
        }

        using var content = RegularFile.Open(temporary!);
        using var stream = OwnFile.Into(place);
        content.CopyTo(stream);
    }

    /// <summary>Removes what is still aside.</summary>
    public void Dispose()
    {
        if (temporary is null) return;
        File.Delete(temporary);
        if (isStream) Directory.Delete(Path.GetDirectoryName(temporary)!);
    }
}

/// <summary>
/// The folders in which nothing is written through a link, since somebody else may have prepared them: those of runs and of sweeps.
/// </summary>
public static class OwnFolder
{
    private const string SweepRecord = "sweep.json";
    private const int MaxLevels = 8;

    /// <summary>The run's or sweep's folder that a path is in, the outermost of the nearest levels; null where it is in none.</summary>
    public static string? Around(string path)
    {
        string? found = null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        for (var level = 0; folder is not null && level < MaxLevels; level++, folder = Path.GetDirectoryName(folder))
        {
            if (RunFolder.IsAt(folder) || File.Exists(Path.Combine(folder, SweepRecord))) found = folder;
        }

        return found;
    }
}
