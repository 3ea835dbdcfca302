using Alma.Reports.Tables;

namespace Alma.Reports.Tests.Tables;

public sealed class ConsoleTableTests
{
    private static readonly ConsoleColumn[] columns =
    [
        ConsoleColumn.Name("job"),
        ConsoleColumn.Word("state"),
        ConsoleColumn.Number("accuracy"),
        ConsoleColumn.Text("") with { Label = "note" }
    ];

    [Fact]
    public void Of_RoomForAll_IsATable() => Assert.Equal(
        """

          job     state   accuracy
        ───────────────────────────────────────────────
          seed=0  done     95.00 %
          seed=1  failed         -  Training diverged.

        """.TrimEnd(),
        Show(60));

    [Fact]
    public void Of_LittleRoom_WrapsText() =>
        Assert.Contains("  seed=1  failed         -  Training\n                            diverged.", Show(45), StringComparison.Ordinal);

    [Fact]
    public void Of_NoRoomForATable_IsLinesOfColumnAndValue() => Assert.Equal(
        """

        job: seed=0
        state: done
        accuracy: 95.00 %
        note:

        job: seed=1
        state: failed
        accuracy: -
        note: Training
        diverged.
        """,
        Show(20));

    [Fact]
    public void Of_NamesThatHaveNoRoom_CutsThemAndSaysSo()
    {
        var shown = Rendering.Show(
            Table(
                ("a-long-common-beginning/seed=0/a-long-common-end", "done"), ("a-long-common-beginning/seed=1/a-long-common-end", "done")),
            width: 60);

        Assert.Contains("seed=0", shown, StringComparison.Ordinal);
        Assert.Contains("seed=1", shown, StringComparison.Ordinal);
        Assert.EndsWith("… stands for the part of a name that there is no room for.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ControlCharacters_AreSpelledOut()
    {
        var shown = Rendering.Show(Table(("\u001B[31mred", "two\nlines\t\u202E"), ("b", "done")), width: 200);

        Assert.Contains(@"\u001B[31mred  two\nlines\t\u202E", shown, StringComparison.Ordinal);
    }

    private static string Show(int width) => Rendering.Show(
        new ConsoleTable(columns, [["seed=0", "done", "95.00 %", ""], ["seed=1", "failed", "-", "Training diverged."]]), width: width);

    private static ConsoleTable Table(params (string Name, string State)[] rows) =>
        new(columns, [.. rows.Select(row => (ConsoleCell[])[row.Name, row.State, "-", ""])]);
}
