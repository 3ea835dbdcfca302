using System.CommandLine;
using Alma.Data;
using Alma.Data.Imports;

namespace Alma.Cli.Commands;

/// <summary>Options of several commands that read data.</summary>
internal static class DataOptions
{
    public static Option<string> Folder() => new("--data-dir")
    {
        Description = "The data folder (default: ALMA_DATA, or else ~/.alma/data).",
        HelpName = "DIR",
        DefaultValueFactory = _ => DatasetFolder.DefaultPath(DatasetFolder.Variable),
    };

    public static Option<string> Encoding()
    {
        var encoding = new Option<string>("--encoding")
        {
            Description = $"What text files are in: {string.Join(", ", TextEncodings.Names)}.",
            HelpName = "name",
            DefaultValueFactory = _ => TextEncodings.Usual,
        };
        encoding.AcceptOnlyFromAmong([.. TextEncodings.Names]);
        return encoding;
    }
}
