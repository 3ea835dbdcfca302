using Alma.Advising;
using Alma.Reports.Tables;

namespace Alma.Cli.Display;

/// <summary>What was found out, for people: the candidates, the questions, and what to pick.</summary>
internal static class AdviceDisplay
{
    public static void Print(AdviceOutcome outcome)
    {
        foreach (var table in new[] { AdviceText.Candidates(outcome), AdviceText.Questions(outcome) }.OfType<TextTable>())
        {
            Terminal.Out.WriteLine($"{table.Title}:");
            Terminal.Out.Write(Laid(table));
        }

        foreach (var sentence in AdviceText.Sentences(outcome)) Terminal.Out.Write(new WrappedText(sentence));
    }

    private static ConsoleTable Laid(TextTable table) => new ConsoleTable(
        [.. table.Columns.Select(column => column.IsNumber ? ConsoleColumn.Number(column.Name) : ConsoleColumn.Text(column.Name))],
        [.. table.Rows.Select(row => (ConsoleCell[])[.. row.Select(cell => new ConsoleCell(cell))])]);
}
