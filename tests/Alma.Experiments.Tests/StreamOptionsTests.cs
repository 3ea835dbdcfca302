using Alma.Config;

namespace Alma.Experiments.Tests;

public sealed class StreamOptionsTests
{
    [Fact]
    public void Cifar10_ByThePythonNames_IsTheDataset()
    {
        var stream = Read(
            "crlapi.sl.streams.cifar10.CIFAR10TrainAnytimeStream", "crlapi.sl.streams.cifar10.CIFAR10EvaluationAnytimeStream");

        Assert.Equal(("cifar10", "cifar10"), stream);
    }

    [Theory]
    [InlineData("byclass")]
    [InlineData("bymerge")]
    [InlineData("balanced")]
    [InlineData("letters")]
    [InlineData("digits")]
    [InlineData("mnist")]
    public void Emnist_WithASplit_IsThatDataset(string split)
    {
        var stream = Read(
            "crlapi.sl.streams.emnist.EMNISTTrainAnytimeStream", "crlapi.sl.streams.emnist.EMNISTEvaluationAnytimeStream",
            $"+stream.train.split={split}", $"+stream.evaluation.split={split}");

        Assert.Equal(($"emnist_{split}", $"emnist_{split}"), stream);
    }

    [Fact]
    public void Emnist_WithoutASplitOrWithTwo_IsRefused()
    {
        string[] letters = ["+stream.train.split=letters", "+stream.evaluation.split=digits"];

        Assert.Contains("no key 'split'", Assert.Throws<ConfigException>(() => Read("EMNIST", "EMNIST")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "both must be of one data set",
            Assert.Throws<ConfigException>(() => Read("EMNIST", "EMNIST", letters)).Message,
            StringComparison.Ordinal);
    }

    private static (string Train, string Evaluation) Read(string train, string evaluation, params string[] more)
    {
        string[] overrides = [$"stream.train.class_name={train}", $"stream.evaluation.class_name={evaluation}", .. more];
        var stream = TinyRun.Request("mnist/test_finetune_mlp", overrides).Options.Stream;
        return (stream.Train.Dataset.Name, stream.Evaluation.Dataset.Name);
    }
}
