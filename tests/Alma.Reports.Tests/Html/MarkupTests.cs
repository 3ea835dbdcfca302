using Alma.Reports.Html;

namespace Alma.Reports.Tests.Html;

public sealed class MarkupTests
{
    [Fact]
    public void Of_Values_EscapesAllButMarkup()
    {
        var (name, items) = ("<b> & \"'", new List<Markup> { Markup.Of($"<i>{1.5}</i>"), Markup.Of($"<i>{"<"}</i>") });

        Assert.Equal(
            "<p title=\"&lt;b&gt; &amp; &quot;&#x27;\"><i>1.5</i><i>&lt;</i></p>",
            Markup.Of($"<p title=\"{name}\">{items}{Markup.Empty}</p>").ToString());
    }
}
