using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Alma.Advising;

namespace Alma.Cli.Commands;

/// <summary><c>alma advise</c>: how to learn from the dumps of a data set, found out on those that there are.</summary>
internal static class AdviseCommand
{
    private const string UsualBudget = "30m";
    private const int UsualSeeds = 3;
    private const int MostSeeds = 1000;
    private const double UsualMargin = 0.01;
    private const double MostMultiplyAdds = 1e18;

    private static readonly Argument<string[]> words = new("data and overrides")
    {
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "data and overrides",
        Description = "data=NAME, the imported data set, then overrides of all candidates: key=value changes, ++key=value adds.",
    };

    private static readonly Option<string> budget = new("--budget")
    {
        Description = "How long all may take: 90s, 30m, 2h, 1d.",
        HelpName = "time",
        DefaultValueFactory = _ => UsualBudget,
    };

    private static readonly Option<double?> multiplyAdds = new("--multiply-adds")
    {
        Description = "What each candidate may spend on a dump, instead of a time: the same on every machine.",
        HelpName = "N",
        CustomParser = parsed => double.TryParse(parsed.Tokens[^1].Value, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= MostMultiplyAdds
            ? number
            : Refused(parsed, $"--multiply-adds: found '{parsed.Tokens[^1].Value}', expected a number from 1 to 1e18, such as 2e9."),
    };

    private static readonly Option<string> goal = new("--goal")
    {
        Description = "What is looked for: error, the least; or cost, the least of those whose error is not larger by more than --margin.",
        DefaultValueFactory = _ => Name(AdviceGoal.Error),
    };

    private static readonly Option<double> margin = new("--margin")
    {
        Description = "By how much the error may be larger for the sake of cost; 0.01 is one point.",
        HelpName = "fraction",
        DefaultValueFactory = _ => UsualMargin,
    };

    private static readonly Option<string?> candidates = new("--candidates")
    {
        Description = $"Which are tried, separated by commas (default: all that fit). "
            + $"{string.Join(", ", Candidate.All.Select(one => one.Name))}.",
        HelpName = "names",
    };

    private static readonly Option<int> seeds = new("--seeds")
    {
        Description = "Runs of each candidate, which differ in what they draw.",
        HelpName = "N",
        DefaultValueFactory = _ => UsualSeeds,
    };

    public static Command Create()
    {
        var sweep = new SweepArguments();
        var command = new Command(
            "advise", "Advise how to learn from the dumps of a data set of your own: all or only the new, how often, which model.")
        {
            words
        };
        goal.AcceptOnlyFromAmong([.. Enum.GetValues<AdviceGoal>().Select(Name)]);
        foreach (var option in new Option[] { budget, multiplyAdds, goal, margin, candidates, seeds }) command.Options.Add(option);
        sweep.AddLaunchingTo(command);
        command.Validators.Add(parsed =>
        {
            if (IsGiven(parsed, seeds) && parsed.GetValue(seeds) is not (>= 2 and <= MostSeeds))
                parsed.AddError($"--seeds must be 2 to {MostSeeds}: one alone does not tell how much chance there is.");
            if (IsGiven(parsed, margin) && !(parsed.GetValue(margin) is >= 0 and < 1))
                parsed.AddError("--margin takes a fraction from 0 to below 1; 0.01 is one point.");
            if (IsGiven(parsed, multiplyAdds) && IsGiven(parsed, budget))
                parsed.AddError("--budget and --multiply-adds: give one of them, a time or what a dump may cost.");
        });
        command.SetAction((parsed, _) => new AdviseSession(Choices(parsed), sweep.Choices(parsed), parsed.Tokens).RunAsync());
        return AlmaCommand.WithExamples(
            command,
            "alma advise data=flowers",
            "alma advise data=churn --budget 2h --goal cost --candidates replay,new-only,wait-2",
            "alma advise data=churn stream.train.by=time ++stream.train.period=month --launcher slurm");
    }

    private static AdviseChoices Choices(ParseResult parsed) => new(
        parsed.GetValue(words) ?? [],
        parsed.GetValue(budget)!,
        parsed.GetValue(multiplyAdds),
        Enum.GetValues<AdviceGoal>().Single(one => Name(one) == parsed.GetValue(goal)),
        parsed.GetValue(margin),
        parsed.GetValue(candidates)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        parsed.GetValue(seeds));

    private static string Name(AdviceGoal asked) => asked.ToString().ToLowerInvariant();

    private static bool IsGiven(SymbolResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static double? Refused(ArgumentResult parsed, string problem)
    {
        parsed.AddError(problem);
        return null;
    }
}

/// <summary>What is asked, as it was typed.</summary>
/// <param name="Words">The data set and overrides.</param>
/// <param name="Budget">A time.</param>
/// <param name="MultiplyAdds">Per dump, instead of a time; null for the time.</param>
/// <param name="Margin">As a fraction.</param>
/// <param name="Candidates">Names, or null for all that fit.</param>
/// <param name="Seeds">Runs of each.</param>
internal sealed record AdviseChoices(
    IReadOnlyList<string> Words, string Budget, double? MultiplyAdds, AdviceGoal Goal, double Margin, string[]? Candidates, int Seeds);
