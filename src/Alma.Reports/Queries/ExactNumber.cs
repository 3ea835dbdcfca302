namespace Alma.Reports.Queries;

/// <summary>A number that no type of .NET holds whole, by its digits.</summary>
/// <param name="Digits">As JSON has them.</param>
public sealed record ExactNumber(string Digits)
{
    /// <param name="text">Which may lack the zero before the point.</param>
    internal static ExactNumber Of(string text) =>
        new(text.StartsWith('.') ? $"0{text}" : text.StartsWith("-.", StringComparison.Ordinal) ? $"-0{text[1..]}" : text);

    public override string ToString() => Digits;
}
