using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Alma.Config;
using Alma.Runs;

namespace Alma.Keeping.Promotion;

/// <summary>A program of the user's that is run after a promotion, without a shell.</summary>
/// <param name="words">The program and its arguments, with placeholders.</param>
/// <param name="limit">How long it may take; then it and what it started are ended.</param>
public sealed partial class PromotionHook(IReadOnlyList<string> words, TimeSpan limit)
{
    private const int MaxToldLetters = 300;

    // For what it said to be read once it has ended; a program that it left behind may hold its output open for longer.
    private static readonly TimeSpan lastWords = TimeSpan.FromSeconds(5);

    /// <summary>What stands between braces in its arguments.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["version", "previous", "onnx", "registry", "run", "megabatch", "error"];

    /// <summary>Why its words cannot be run; null where they can.</summary>
    public string? Wrong
    {
        get
        {
            if (words.Count == 0) return null;
            if (words[0].Length == 0) return $"{RunKeys.Hook} has an empty name of a program.";
            var unknown = words.SelectMany(word => Placeholder().Matches(word)).Select(found => found.Groups[1].Value)
                .FirstOrDefault(name => !Placeholders.Contains(name));
            return unknown is null
                ? null
                : $"{RunKeys.Hook}: found {{{unknown}}}, valid are {string.Join(", ", Placeholders.Select(name => $"{{{name}}}"))}.";
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="values">Of the placeholders.</param>
    /// <returns>Whether it ended well, and how it ended, for people.</returns>
    public (bool IsWell, string Told) Run(IReadOnlyDictionary<string, string> values, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(time);
        string Filled(string word) => Placeholder().Replace(word, found => values.GetValueOrDefault(found.Groups[1].Value, ""));
        string[] filled = [UserPath.Of(words[0])!, .. words.Skip(1).Select(Filled)];
        var start = new ProcessStartInfo(filled[0], filled.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            return Watch(process, time);
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
        {
            return (false, $"could not be started: {PrintableText.Line(fault.Message, MaxToldLetters)}");
        }
    }

    private (bool IsWell, string Told) Watch(Process process, TimeProvider time)
    {
        var (said, started) = (new StringBuilder(), time.GetTimestamp());
        var isSilent = new ManualResetEventSlim(); // not disposed: its output may end after this has
        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) isSilent.Set();
            if (string.IsNullOrWhiteSpace(line.Data)) return;
            lock (said)
                if (said.Length < MaxToldLetters) said.Append(said.Length > 0 ? "; " : "").Append(line.Data);
        }

        process.ErrorDataReceived += Hear;
        process.OutputDataReceived += (_, _) => { }; // read, since it would wait for a reader where its pipe is full
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        CloseInput(process);
        if (!process.WaitForExit(limit))
        {
            End(process);
            return (false, string.Create(CultureInfo.InvariantCulture, $"was ended after {limit.TotalSeconds:0.###} s"));
        }

        var took = time.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode == 0) return (true, string.Create(CultureInfo.InvariantCulture, $"ended well after {took:0.0} s"));
        isSilent.Wait(lastWords);
        string last;
        lock (said) last = PrintableText.Line(said.ToString(), MaxToldLetters);
        return (false, $"ended with exit code {process.ExitCode}{(last.Length > 0 ? $": {last}" : "")}");
    }

    private static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself in between.
        }
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}
