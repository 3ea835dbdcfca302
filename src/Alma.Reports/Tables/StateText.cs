using Alma.Runs.Catalog;
using Spectre.Console;

namespace Alma.Reports.Tables;

/// <summary>How the state of a run is shown: in a colour that says whether someone should look.</summary>
internal static class StateText
{
    public static string Name(CatalogState state) => state.ToString().ToLowerInvariant();

    public static Style Style(CatalogState state) => new(state switch
    {
        CatalogState.Done => Color.Green,
        CatalogState.Running or CatalogState.Waiting => Color.Blue,
        CatalogState.Interrupted => Color.Yellow,
        _ => Color.Red,
    });
}
