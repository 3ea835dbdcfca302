using System.Text;

namespace Alma.Cli;

/// <summary>Prints as long as it can; the first failure is kept, and what follows it is dropped.</summary>
/// <param name="inner">Where to; null where that is closed.</param>
/// <param name="failed">Told the first failure.</param>
internal sealed class ForgivingWriter(TextWriter? inner, Action<string> failed) : TextWriter
{
    public override Encoding Encoding => inner?.Encoding ?? Encoding.UTF8;

    /// <summary>Why something could not be printed, or null.</summary>
    public string? Failure { get; private set; }

    public override void Write(char value) => Try(writer => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(writer => writer.Write(buffer, index, count));

    public override void Write(string? value) => Try(writer => writer.Write(value));

    public override void WriteLine(string? value) => Try(writer => writer.WriteLine(value));

    public override void Flush()
    {
        if (inner is not null) Try(writer => writer.Flush());
    }

    private void Try(Action<TextWriter> print)
    {
        if (Failure is not null) return;
        try
        {
            if (inner is null) throw new IOException("It is closed.");
            print(inner);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failure = fault.Message.EndsWith('.') ? fault.Message : fault.Message + ".";
            failed(Failure);
        }
    }
}
