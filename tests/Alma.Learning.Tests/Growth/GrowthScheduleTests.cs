using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Learners;

namespace Alma.Learning.Tests.Growth;

public sealed class GrowthScheduleTests
{
    [Theory]
    [InlineData(1, "1 2 3 4 5 6")]
    [InlineData(2, "2 4 6")]
    [InlineData(3, "3 6")]
    [InlineData(7, "")]
    public void IsDue_EverySoManyUpdates_ButNotBeforeTheFirst(int growEvery, string updates) =>
        Assert.Equal(updates, string.Join(' ', Enumerable.Range(0, 7).Where(update => GrowthSchedule.IsDue(update, growEvery))));

    // As crlapi's firefly.py adds: int(neurons * grow_ratio), of ten channels in sixteen convolutions.
    [Theory]
    [InlineData(1, "160 256 352 447 542")]
    [InlineData(2, "160 160 220 220 267")]
    [InlineData(3, "160 160 160 203 203")]
    public void FireflyRatio_IsThatOfTheUpdate_HoweverOftenItGrows(int growEvery, string expected)
    {
        var (neurons, sizes) = (160, new List<int>());
        for (var update = 0; update < 5; update++)
        {
            if (GrowthSchedule.IsDue(update, growEvery)) neurons += (int)(neurons * FireflyScale.RatioBefore(update, 0.6));
            sizes.Add(neurons);
        }
        Assert.Equal(expected, string.Join(' ', sizes));
    }
}
