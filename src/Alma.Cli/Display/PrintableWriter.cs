using System.Text;
using Alma.Runs;

namespace Alma.Cli.Display;

/// <summary>
/// Spells out control characters in whatever is printed, so that no name, message or value of anybody's steers the terminal.
/// </summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    // A half of a letter cannot steer; the other half follows.
    public override void Write(char value)
    {
        if (char.IsSurrogate(value) || value == '\r') inner.Write(value);
        else inner.Write(PrintableText.Lines(value.ToString()));
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => inner.Write(PrintableText.Lines(value ?? ""));

    public override void WriteLine() => inner.WriteLine();

    // In one piece: other threads print too.
    public override void WriteLine(string? value) => inner.WriteLine(PrintableText.Lines(value ?? ""));

    public override void Flush() => inner.Flush();
}
