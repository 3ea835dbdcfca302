using Spectre.Console;

namespace Alma.Reports.Tables;

/// <summary>Columns that stand close enough for seven of them to fit into 80 characters.</summary>
internal static class Column
{
    private static readonly Padding Gap = new(1, 0, 0, 0);

    public static TableColumn Text(string name) => new(new Text(name)) { Padding = Gap };

    public static TableColumn Number(string name) => Text(name).RightAligned().NoWrap();
}
