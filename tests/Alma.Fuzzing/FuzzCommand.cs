using System.Globalization;

namespace Alma.Fuzzing;

/// <summary>
/// Feeds parsers with damaged input, <c>[--inputs N] [--seed S] [PARSER...]</c>, and prints a table. The same seed gives the same
/// inputs. Fails at the first input that a parser neither reads nor refuses, or takes too long or too much memory over; that
/// input is left in a file.
/// </summary>
internal static class FuzzCommand
{
    private const int Failed = 1;
    private const int Mistyped = 2;

    public static int Run(string[] arguments)
    {
        var (inputCount, seed, names) = (20_000, 1UL, new List<string>());
        for (var k = 0; k < arguments.Length; k++)
        {
            switch (arguments[k])
            {
                case "--inputs" when k + 1 < arguments.Length: inputCount = int.Parse(arguments[++k], CultureInfo.InvariantCulture); break;
                case "--seed" when k + 1 < arguments.Length: seed = ulong.Parse(arguments[++k], CultureInfo.InvariantCulture); break;
                default: names.Add(arguments[k]); break;
            }
        }
        var parsers = FuzzedParser.All.Where(parser => names.Count == 0 || names.Contains(parser.Name)).ToList();
        if (parsers.Count == 0 || parsers.Count < names.Count)
        {
            Console.Error.WriteLine(
                "Usage: [--inputs N] [--seed S] [PARSER...]. Parsers: "
                + $"{string.Join(", ", FuzzedParser.All.Select(parser => parser.Name))}.");
            return Mistyped;
        }
        return Run(parsers, inputCount, seed);
    }

    private static int Run(List<FuzzedParser> parsers, int inputCount, ulong seed)
    {
        using var watch = new InputWatch();
        var status = 0;
        Console.WriteLine(FuzzResult.Header);
        foreach (var parser in parsers)
        {
            var result = new FuzzSession(parser, seed, watch).Run(inputCount / parser.Cost);
            Console.WriteLine(result.Row);
            if (result.Failure is not { } failure) continue;
            Console.Error.WriteLine(failure);
            status = Failed;
        }
        return status;
    }
}
