using System.Diagnostics;
using Alma.Files;

namespace Alma.Runs.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Output_LinkToAFile_IsWrittenWhereItLeads(bool isAside)
    {
        File.WriteAllText(temporary.File("there"), "old");
        File.CreateSymbolicLink(temporary.File("link"), temporary.File("there"));

        Write("link", isAside);

        Assert.Equal("new", File.ReadAllText(temporary.File("there")));
        Assert.Equal(FileKind.Link, FileKinds.Of(temporary.File("link")));
        Assert.Equal(2, Directory.GetFiles(temporary.FullPath).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_PipeThatIsRead_IsWrittenInto(bool isAside)
    {
        OddFiles.MakePipe(temporary.File("pipe"));
        using var reader = Process.Start(new ProcessStartInfo("cat", [temporary.File("pipe")]) { RedirectStandardOutput = true })!;

        Write("pipe", isAside);

        Assert.Equal("new", await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(FileKind.Pipe, FileKinds.Of(temporary.File("pipe")));
    }

    [Theory]
    [InlineData("3", true)] // as /dev/null
    [InlineData("7", false)] // as /dev/full
    public void Output_Device_StaysOne(string minor, bool takesWhatIsWritten)
    {
        using (var made =
            Process.Start(new ProcessStartInfo("mknod", [temporary.File("device"), "c", "1", minor]) { RedirectStandardError = true })!)
        {
            made.WaitForExit();
            Assert.SkipWhen(made.ExitCode != 0, "To make a device needs root.");
        }

        var fault = Record.Exception(() => Write("device", isAside: false));

        if (takesWhatIsWritten) Assert.Null(fault);
        else Assert.Contains("No space left on device", Assert.IsType<IOException>(fault).Message, StringComparison.Ordinal);
        Assert.Equal(FileKind.Device, FileKinds.Of(temporary.File("device")));
        Assert.Single(Directory.GetFileSystemEntries(temporary.FullPath));
    }

    [Fact]
    public void Output_PipeInARunFolder_IsRefused()
    {
        var folder = RunFolder.Create(temporary.File("run"));
        Manifests.Running().Write(folder);
        OddFiles.MakePipe(Path.Combine(folder.Path, "report.html"));

        Assert.Contains(
            "is a pipe in a run's or a sweep's folder",
            Assert.Throws<RunFolderException>(() => Write("run/report.html", isAside: false)).Message,
            StringComparison.Ordinal);
    }

    private void Write(string name, bool isAside)
    {
        using var output = OutputFile.At(temporary.File(name));
        if (!isAside)
        {
            output.Write(stream => stream.Write("new"u8));
            return;
        }

        File.WriteAllText(output.CreateTemporary(), "new");
        output.Commit();
    }
}
