using Alma.Runs.Experts;

namespace Alma.Runs.Tests.Experts;

public sealed class ExpertMarkdownTests
{
    [Fact]
    public void Of_Layers_AreListsInLists()
    {
        LayerExperts[] layers =
        [
            new("layers.1", new("", 1, [new("0", 0.25, []), new("1", 0.75, [new("1.0", 0.5, []), new("1.1", 0.25, [])])])),
            new("layers.2", new("", 1, [])),
        ];

        Assert.Equal(
            """
            **layers.1**

            - `0`: 25.00 %
            - `1`: 75.00 %
                - `1.0`: 50.00 %
                - `1.1`: 25.00 %

            **layers.2**

            - only expert: 100.00 %
            """,
            ExpertMarkdown.Of(layers));
    }
}
