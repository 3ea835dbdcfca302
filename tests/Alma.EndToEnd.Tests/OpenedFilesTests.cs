using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// Files are opened in one place alone, <c>Alma.Files</c>, which knows what must not be opened, followed or read without an end.
/// </summary>
public sealed partial class OpenedFilesTests
{
    [Fact]
    public void Sources_ButAlmaFiles_OpenNoFileByItsPath()
    {
        var found = Directory.EnumerateFiles(Repository.In("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Alma.Files/", StringComparison.Ordinal))
            .SelectMany(file =>
                File.ReadLines(file)
                    .Where(line => Opening().IsMatch(line))
                    .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}"));

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("using var file = new FileStream(path, FileMode.Open);")]
    [InlineData("using var reader = new StreamReader(path);")]
    [InlineData("using var reader = new StreamReader(folder.LogFile, Encoding.UTF8);")]
    [InlineData("var text = File.ReadAllText(path);")]
    [InlineData("foreach (var line in File.ReadLines(path))")]
    [InlineData("File.AppendAllText(path, text);")]
    [InlineData("using var file = File.OpenRead(path);")]
    [InlineData("File.Copy(from, to);")]
    public void Rule_LineThatOpensAFile_FindsIt(string line) => Assert.Matches(Opening(), line);

    // A reader or writer over a stream opens nothing: such a stream is called so.
    [GeneratedRegex(
        @"\bFile\.(Open|Read|Write|Append|Create(?!SymbolicLink)|Copy|Encrypt)\w*\(|new FileStream\(|new FileInfo\([^)]*\)\.(Open|Create|Append|CopyTo)|new Stream(Reader|Writer)\((?!stream\b|file\b|RegularFile\.|OwnFile\.|new MemoryStream)")]
    private static partial Regex Opening();
}
