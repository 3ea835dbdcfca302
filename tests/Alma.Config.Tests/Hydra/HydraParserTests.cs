namespace Alma.Config.Tests.Hydra;

/// <summary>The cases of Hydra's own tests, and those in which Alma differs on purpose.</summary>
public sealed class HydraParserTests
{
    private const string KeysAreText = "keys of a section are text, as in YAML here";
    private const string QuotedKeys = "keys may be quoted";
    private const string EmptyRange = "a range without a value is refused: a sweep has a job";
    private const string Space = "Hydra's rule for a part of an override; after a '=' space alone is empty text in Hydra too";
    private const string Bracket = "the case has a bracket too many, which Hydra's rule for a part of an override leaves unread";

    private static readonly Dictionary<string, string> differences = new()
    {
        ["{null: 1}"] = KeysAreText,
        ["{123: 1, 0: 2, -1: 3}"] = KeysAreText,
        ["{3.14: 0, 1e3: 1}"] = KeysAreText,
        ["{true: 1, fAlSe: 0}"] = KeysAreText,
        ["{a_b: 1, ab 123.5 True: 2, null false: 3, 1: 4, null: 5}"] = KeysAreText,
        ["{'0a': 0, \"1b\": 1}"] = QuotedKeys,
        ["key={' abc ': 0}"] = QuotedKeys,
        ["key={\" abc \": 0}"] = QuotedKeys,
        ["range(0,0,1)"] = EmptyRange,
        ["range(0,0,-1)"] = EmptyRange,
        ["range(10,0,1)"] = EmptyRange,
        ["range(0,10,-1)"] = EmptyRange,
        [" "] = Space,
        ["shuffle(float(range(10,1))))"] = Bracket,
    };

    public static TheoryData<string, string> Cases => [.. HydraCase.All.Select(given => (given.Test, given.Id)).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void OverrideParser_OfACaseOfHydra_AgreesOrDiffersAsSaid(string test, string id)
    {
        foreach (var given in HydraCase.All.Where(given => given.Test == test && given.Id == id))
        {
            var read = HydraForm.Of(given);
            if (differences.ContainsKey(given.Input)) Assert.NotEqual(given.Expected, read);
            else Assert.Equal(given.Expected, read);
        }
    }

    [Fact]
    public void Differences_AreAllOfCasesThatThereAre() =>
        Assert.Empty(differences.Keys.Except(HydraCase.All.Select(given => given.Input)));

    /// <summary>docs/config.md says these numbers.</summary>
    [Fact]
    public void Cases_AgreeButForAFew()
    {
        Assert.Equal(581, HydraCase.All.Count);
        Assert.Equal(14, HydraCase.All.Count(given => differences.ContainsKey(given.Input)));
    }
}
