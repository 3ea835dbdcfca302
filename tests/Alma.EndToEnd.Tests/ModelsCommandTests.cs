using System.Globalization;
using System.Text;
using System.Text.Json;
using Alma.EndToEnd.Tests.Programs;
using Alma.Testing;

namespace Alma.EndToEnd.Tests;

/// <summary>Versions of a model, from the command line.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Models_OfARun_AreAddedListedComparedPromotedAndRolledBack()
    {
        Learn();
        Assert.Equal(["r/models: version 0 is the champion: there was no champion"], Models("add", "r", "--megabatch", "0"));
        Assert.StartsWith("r/models: version 1 is the champion: -", Models("add", "r")[0]);
        Assert.StartsWith("r/models: version 1 is the champion: -", Models("add", "r")[0]); // as before, and no version more

        Assert.Contains(Models("list", "r"), line => line.TrimStart().StartsWith("1  champion", StringComparison.Ordinal));
        var compared = Models("compare", "r", "0", "1");
        Assert.Equal("on the 600 held-out examples that both were tested on:", compared[0]);
        Assert.Equal("version 1 is better", compared[^1]);
        Assert.Equal(["version 0 is the champion; it was version 1"], Models("rollback", "r", "--reason", "complaints"));
        Assert.Equal(["version 1 is the champion; it was version 0"], Models("promote", "r/models", "1"));
        Assert.Equal(["version 1 is the champion already"], Models("promote", "r", "1"));

        using var json = JsonDocument.Parse(workplace.Typed("models", "list", "r", "--json").Succeeded().OutputText);
        Assert.Equal([false, true], json.RootElement.EnumerateArray().Select(version => version.GetProperty("champion").GetBoolean()));
        Assert.Equal("complaints", json.RootElement[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Serve_OfARunWithARegistry_FollowsItsChampion()
    {
        Learn();
        foreach (var megabatch in new[] { "0", "1" }) Models("add", "r", "--megabatch", megabatch);
        using var serving = workplace.Start("serve", "r", "--port", "0", "--name", "m");
        using var client = new HttpClient { BaseAddress = new Uri(serving.WaitForLine("Listening on ").Split(' ')[2].TrimEnd('.')) };

        Models("rollback", "r");

        for (var text = ""; !text.Contains("\"champion\":\"0\"", StringComparison.Ordinal);)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            text = await client.GetStringAsync("v2/models/m", TestContext.Current.CancellationToken);
        }

        serving.Signal("TERM");
        Assert.Contains("version 0 is served from now on", serving.WaitForEnd().Output);
    }

    [Fact]
    public void Models_OfWhatIsNot_AreRefusedInOneLine()
    {
        Learn();
        Assert.Contains("has no registry of models yet", Refusal("list", "r"));
        Models("add", "r");

        Assert.Equal("r/models has no version 7. It has 1.", Refusal("promote", "r", "7"));
        Assert.Contains("there was no champion before version 1", Refusal("rollback", "r"));
        Assert.Equal("nowhere is no registry of models: there is no such folder.", Refusal("list", "nowhere"));
        Assert.Equal("data is no registry of models: it has no registry.json.", Refusal("compare", "data", "1", "2"));
        Assert.Contains("has no model of megabatch 9", Refusal("add", "r", "--megabatch", "9"));
        workplace.Write("r/models/champion", "the best\n");
        Assert.Contains("champion: found 'the best', valid is the number of a version", Refusal("list", "r"));
        File.Delete(workplace.In("r/models/champion"));
        File.Delete(workplace.In("r/models/versions/0001/model.onnx"));
        Assert.EndsWith("model.onnx is missing: version 1 is damaged.", Refusal("promote", "r", "1"));
    }

    [Fact]
    public void Add_ToAReadOnlyRegistry_IsRefusedAndItIsStillRead()
    {
        Learn();
        Models("add", "r", "--megabatch", "0");
        using (new ReadOnlyFolder(workplace, "r/models"))
        {
            Assert.Matches("cannot be written", Refusal("add", "r"));
            Assert.Matches("cannot be written", Refusal("rollback", "r"));
            Assert.Contains(Models("list", "r"), line => line.Contains("champion", StringComparison.Ordinal));
        }

        Assert.StartsWith("r/models: version 1 is the champion", Models("add", "r")[0]);
    }

    [Fact]
    public void Hook_OfARun_IsRunAfterPromotionsAndItsFailureIsAWarning()
    {
        ExecutableFile.Write(workplace.In("hook"), "#!/bin/sh\necho \"$@\" >> called\nexit \"$1\"\n");
        Learn("promote.hook=['./hook','{version}','{previous}']");

        foreach (var megabatch in new[] { "0", "1" }) workplace.Typed("models", "add", "r", "--megabatch", megabatch).Succeeded();
        var rolledBack = workplace.Typed("models", "rollback", "r").Succeeded();
        var promoted = workplace.Typed("models", "promote", "r", "1").Succeeded();

        Assert.Equal(["0 ", "1 0", "0 1", "1 0"], File.ReadAllLines(workplace.In("called")));
        Assert.Empty(rolledBack.Errors);
        Assert.Equal(["warning: The hook of version 1 ended with exit code 1."], promoted.Errors);
    }

    /// <summary>The moments are those at which the machine happens to be; whichever they are, the registry is read, and is whole.</summary>
    [Fact]
    public void Add_KilledAtAnyMoment_LeavesARegistryThatIsReadAndGoneOnWith()
    {
        Learn();
        Models("add", "r", "--megabatch", "0");
        for (var trial = 0; trial < 6; trial++)
        {
            using (var running = workplace.Start("models", trial % 2 == 0 ? "add" : "rollback", "r"))
            {
                Thread.Sleep(700 + (100 * trial));
                running.Signal("KILL");
                running.WaitForEnd();
            }

            Models("list", "r");
        }

        Models("add", "r");
        Models("promote", "r", "1");

        Assert.Equal(2, Directory.EnumerateDirectories(workplace.In("r/models/versions")).Count());
        Assert.Contains(Models("list", "r"), line => line.TrimStart().StartsWith("1  champion", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Models(params string[] arguments) => workplace.Typed(["models", .. arguments]).Succeeded().Output;

    private string Refusal(params string[] arguments) => workplace.Typed(["models", .. arguments]).RefusedInOneLine();

    // What the class depends on is hidden in the first dump.
    private void Learn(params string[] overrides)
    {
        for (var dump = 0; dump < 2; dump++)
        {
            var (text, random) = (new StringBuilder("x,label\n"), new Random(dump));
            for (var row = 0; row < 600; row++)
            {
                var label = random.Next(2);
                var x = (dump == 0 ? random.Next(2) : label) + (0.2 * random.NextDouble());
                text.Append(CultureInfo.InvariantCulture, $"{x},c{label}\n");
            }

            workplace.Write($"{dump}.csv", text.ToString());
            workplace.Typed("data", dump == 0 ? "import" : "add", "rows", $"{dump}.csv", "--test", "0.5").Succeeded();
        }

        workplace.Typed([
            "run", "own/mlp", "data=rows", "stream.train.by=dump", "clmodel.max_epochs=8", "replay=0", "run_dir=r", .. overrides,
        ]).Succeeded();
    }
}
