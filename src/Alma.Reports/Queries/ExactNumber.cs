namespace Alma.Reports.Queries;

/// <summary>A number that no type of .NET holds whole, by its digits.</summary>
public sealed record ExactNumber(string Digits)
{
    public override string ToString() => Digits;
}
