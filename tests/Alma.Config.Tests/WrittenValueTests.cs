namespace Alma.Config.Tests;

public sealed class WrittenValueTests
{
    [Fact]
    public void ReadAll_Config_HasItsTextsAsTheyAreWritten()
    {
        var values = WrittenValue.ReadAll("lr: 0.10\nname: '1'\nsize: 007\nrun: ${seed}\nnone:\naugs: [{p: 1e-1}, {}, []]\n", "made.yaml");

        Assert.Equal(
            [
                new("lr", "0.10", false), new("name", "1", true), new("size", "007", false), new("run", "${seed}", true),
                new("none", "", false), new("augs.0.p", "1e-1", false), new("augs.1", "{}", false), new("augs.2", "[]", false),
            ],
            values);
    }

    [Fact]
    public void ReadAll_EmptyFile_HasNone() => Assert.Empty(WrittenValue.ReadAll("# nothing\n", "made.yaml"));

    [Fact]
    public void ReadAll_DuplicateKey_SaysWhereAndWhat()
    {
        var fault = Assert.Throws<ConfigException>(() => WrittenValue.ReadAll("a: 1\na: 2\n", "made.yaml"));

        Assert.Equal(2, fault.Origin?.Line);
        Assert.StartsWith("duplicate key 'a'", fault.Problem, StringComparison.Ordinal);
        Assert.Equal($"{fault.Origin}: {fault.Problem}", fault.Message);
    }
}
