using Alma.Files;

namespace Alma.Runs.Tests.Files;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("MNIST", "mnist", 0)]
    [InlineData("mnsit", "mnist", 1)]
    [InlineData("epochs", "epoch", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)] // what was swapped is not changed again
    public void Between_TwoNames_CountsInsertionsDeletionsChangesAndSwaps(string found, string name, int expected)
    {
        Assert.Equal(expected, EditDistance.Between(found, name));
        Assert.Equal(expected, EditDistance.Between(name, found));
    }
}
