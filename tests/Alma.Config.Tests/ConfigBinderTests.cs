namespace Alma.Config.Tests;

public sealed class ConfigBinderTests
{
    private const string Yaml = """
        clmodel:
          class_name: Finetune
          max_epochs: 10
          optim:
            class_name: SGD
            momentum: 0.5
        evaluation: {mode: all, batch_size: 8}
        """;

    [Fact]
    public void Options_AreBound_WithTheirDefaults()
    {
        var options = ConfigBinder.Bind<RunOptions>(Given.Tree(Yaml), Options.Names);

        Assert.Equal(
            new RunOptions
            {
                Clmodel = new FinetuneOptions { MaxEpochs = 10, Optim = new SgdOptions { Momentum = 0.5 } },
                Evaluation = new EvaluationOptions("all", 8),
            },
            options);
    }

    [Fact]
    public void Section_BindsOnItsOwn()
    {
        var section = Given.Tree(Yaml).Find("clmodel")!;

        Assert.Equal(10, ConfigBinder.Bind<LearnerOptions>(section, Options.Names).MaxEpochs);
    }

    [Theory]
    [InlineData("clmodel.class_name=crlapi.sl.clmodels.ensemble.Ensemble")]
    [InlineData("clmodel={class_name:Ensemble}")]
    public void ClassName_ByNameOrAlias_SelectsTheOptions(string text) =>
        Assert.IsType<EnsembleOptions>(ConfigBinder.Bind<RunOptions>(Given.Tree(Yaml, text), Options.Names).Clmodel);

    [Fact]
    public void ClassName_UnderItsOlderKey_SelectsTheOptions() => Assert.IsType<EnsembleOptions>(
        ConfigBinder.Bind<RunOptions>(Given.Tree(Yaml, "~clmodel.class_name", "+clmodel.classname=Ensemble"), Options.Names).Clmodel);

    [Theory]
    [InlineData("+device_=cpu", "override '+device_=cpu': unknown key 'device_'. Did you mean 'device'?")]
    [InlineData(
        "+clmodel.max_epoch=1", "override '+clmodel.max_epoch=1': unknown key 'clmodel.max_epoch'. Did you mean 'clmodel.max_epochs'?")]
    [InlineData(
        "+clmodel.optim.nesterov=1",
        "override '+clmodel.optim.nesterov=1': unknown key 'clmodel.optim.nesterov'. Valid keys: momentum, lr.")]
    [InlineData(
        "+clmodel.k=1",
        "override '+clmodel.k=1': unknown key 'clmodel.k'. Valid keys: init_from_scratch, max_epochs, validation_proportion, optim, "
        + "kornia_augs, model.")]
    [InlineData(
        "~clmodel.max_epochs", "recipe.yaml:2:3: the section 'clmodel' has no key 'max_epochs', which it needs: an integer such as 10.")]
    [InlineData("~evaluation.mode", "recipe.yaml:7:13: the section 'evaluation' has no key 'mode', which it needs: a text.")]
    [InlineData("~clmodel", "recipe.yaml:1:1: the config has no key 'clmodel', which it needs: a section of 'key: value' lines.")]
    [InlineData(
        "~clmodel.class_name",
        "recipe.yaml:2:3: the section 'clmodel' has no key 'class_name', which it needs: one of: Finetune, Ensemble.")]
    [InlineData(
        "clmodel.class_name=Finetun",
        "override 'clmodel.class_name=Finetun': clmodel.class_name: unknown class 'Finetun'. Did you mean 'Finetune'?")]
    [InlineData(
        "clmodel.class_name=a.b.Finetune",
        "override 'clmodel.class_name=a.b.Finetune': clmodel.class_name: unknown class 'a.b.Finetune'. Did you mean 'Finetune'?")]
    [InlineData(
        "clmodel.class_name=SGD",
        "override 'clmodel.class_name=SGD': clmodel.class_name: unknown class 'SGD'. Valid names: Finetune, Ensemble.")]
    [InlineData("clmodel.class_name=3", "override 'clmodel.class_name=3': clmodel.class_name: found 3, expected the name of a class.")]
    [InlineData(
        "clmodel.max_epochs=0", "override 'clmodel.max_epochs=0': clmodel.max_epochs: found 0, valid is at least 1 and at most 1000.")]
    [InlineData(
        "+clmodel.validation_proportion=0",
        "override '+clmodel.validation_proportion=0': clmodel.validation_proportion: found 0, valid is more than 0.0 and at most 1.0.")]
    [InlineData(
        "clmodel.optim.momentum=1",
        "override 'clmodel.optim.momentum=1': clmodel.optim.momentum: found 1, valid is at least 0.0 and less than 1.0.")]
    [InlineData(
        "+clmodel.optim.lr=nan",
        "override '+clmodel.optim.lr=nan': clmodel.optim.lr: found .nan, valid is a finite number, more than 0.0.")]
    [InlineData("evaluation.batch_size=0", "override 'evaluation.batch_size=0': evaluation.batch_size: found 0, valid is at least 1.")]
    [InlineData(
        "+clmodel.kornia_augs=[{name:RandomCrop,size:[32]}]",
        "override '+clmodel.kornia_augs=[{name:RandomCrop,size:[32]}]': clmodel.kornia_augs.0.size: found a list of 1, "
        + "valid is a length of at least 2.")]
    [InlineData(
        "+clmodel.kornia_augs=[{name:RandomCrop,size:[0,1]}]",
        "override '+clmodel.kornia_augs=[{name:RandomCrop,size:[0,1]}]': clmodel.kornia_augs.0.size.0: found 0, "
        + "valid is at least 1 and at most 512.")]
    [InlineData(
        "+clmodel.kornia_augs=[{size:[1,1]}]",
        "override '+clmodel.kornia_augs=[{size:[1,1]}]': the section 'clmodel.kornia_augs.0' has no key 'name', which it needs: one of: "
        + "RandomCrop, RandomHorizontalFlip.")]
    public void Config_ThatDoesNotFit_IsRefused(string text, string message) =>
        Assert.Equal(message, Given.BindingRefusal<RunOptions>(Yaml, Options.Names, text));

    [Fact]
    public void UnknownKey_InTheFile_IsRefusedAtTheKey() => Assert.Equal(
        "recipe.yaml:3:3: unknown key 'clmodel.max_epoch'. Did you mean 'clmodel.max_epochs'?",
        Given.BindingRefusal<RunOptions>(Yaml.Replace("max_epochs", "max_epoch", StringComparison.Ordinal), Options.Names));

    [Fact]
    public void RefusalOfAConstructor_IsAnErrorOfTheSection() => Assert.Equal(
        "recipe.yaml:1:10: between: Low must be below high.",
        Given.BindingRefusal<Outer>("between: {low: 2, high: 1}"));

    [Theory]
    [InlineData("time: 1000\nx: ${time}\n")]
    [InlineData("time: 1000\nx: 1\nhydra: {launcher: {timeout_min: '${time}'}}\n")]
    [InlineData("time: 1000\nx: 1\nhydra: {sweep: ['${a.${time}}']}\n")]
    public void TopLevelKey_ThatAnInterpolationRefersTo_IsAVariable(string yaml)
    {
        var tree = Given.Tree(yaml);

        Assert.NotNull(ConfigBinder.Bind<WithX>(tree, new ClassNames()));
        Assert.Equal("time: 1000", tree.ToYaml().Split('\n')[0]);
        Assert.Equal("x", Assert.Single(tree.WithoutVariables<WithX>().Top.Entries).Key);
    }

    [Fact]
    public void Variable_WhoseOnlyReferenceIsOverridden_IsStillAVariable()
    {
        var tree = Given.Tree("time: 1000\nx: ${time}\n", "x=3");

        Assert.Equal(new WithX(3), ConfigBinder.Bind<WithX>(tree, new ClassNames()));
    }

    [Fact]
    public void TopLevelKey_ThatNothingRefersTo_IsUnknown() => Assert.Equal(
        "recipe.yaml:1:1: unknown key 'time'. Valid keys: x.", Given.BindingRefusal<WithX>("time: 1000\nx: 1"));

    [Fact]
    public void Variable_BelowTheTopLevel_IsUnknown() => Assert.Equal(
        "recipe.yaml:1:11: unknown key 'between.time'. Valid keys: low, high.",
        Given.BindingRefusal<Outer>("between: {time: 1, low: 1, high: '${time}'}\ntime: 2"));

    public sealed record WithX(long X);

    public sealed record Outer(Between Between);

    public sealed record Between
    {
        public Between(int low, int high)
        {
            if (low >= high) throw new ArgumentException("Low must be below high.");
        }
    }
}
