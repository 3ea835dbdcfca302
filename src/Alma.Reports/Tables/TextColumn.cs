namespace Alma.Reports.Tables;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">In one line or in several.</param>
/// <param name="IsNumber">Numbers stand to the right.</param>
public sealed record TextColumn(string Name, bool IsNumber = false)
{
    /// <summary>The name in one line.</summary>
    public string Line => Name.Replace("-\n", "-", StringComparison.Ordinal).Replace('\n', ' ');
}
