using Alma.Config;
using Alma.Learning.Architectures;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Boosting;
using Alma.Learning.Training;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments.Options;

/// <summary>Every <c>class_name</c> a config may use: our short name, and the Python name it stands for.</summary>
public static class KnownClasses
{
    /// <summary>
    /// A new table at each reading: a program adds classes of its own to it and gives it to <see cref="RunRequest.Read"/>.
    /// </summary>
    public static ClassNames Names => new ClassNames()
        .SelectBy<AugmentationOptions>("name")
        .Add<TensorBoardLoggerOptions>("TFLogger", "crlapi.logger.TFLogger")
        .Add<MnistTrainOptions>("MNIST", "crlapi.sl.streams.mnist.MNISTTrainAnytimeStream")
        .Add<MnistEvaluationOptions>("MNIST", "crlapi.sl.streams.mnist.MNISTEvaluationAnytimeStream")
        .Add<FashionMnistTrainOptions>("FashionMNIST")
        .Add<FashionMnistEvaluationOptions>("FashionMNIST")
        .Add<Cifar10TrainOptions>("CIFAR10", "crlapi.sl.streams.cifar10.CIFAR10TrainAnytimeStream")
        .Add<Cifar10EvaluationOptions>("CIFAR10", "crlapi.sl.streams.cifar10.CIFAR10EvaluationAnytimeStream")
        .Add<EmnistTrainOptions>("EMNIST", "crlapi.sl.streams.emnist.EMNISTTrainAnytimeStream")
        .Add<EmnistEvaluationOptions>("EMNIST", "crlapi.sl.streams.emnist.EMNISTEvaluationAnytimeStream")
        .Add<DigitsTrainOptions>("Digits")
        .Add<DigitsEvaluationOptions>("Digits")
        .Add<OwnTrainOptions>("Own")
        .Add<OwnEvaluationOptions>("Own")
        .Add<FinetuneOptions>("Finetune", "crlapi.sl.clmodels.finetune.Finetune")
        .Add<FinetuneGrowOptions>(
            "Finetune_Grow", "crlapi.sl.clmodels.finetune_grow.Finetune_Grow", "crlapi.sl.clmodels.transfer_sp_finetune.Finetune")
        .Add<EnsembleOptions>("Ensemble", "crlapi.sl.clmodels.ensemble.Ensemble")
        .Add<EnsembleEnsembleOptions>("EnsembleEnsemble", "crlapi.sl.clmodels.ensemble_ensemble.EnsembleEnsemble")
        .Add<BaggingOptions>("Bagging", "crlapi.sl.clmodels.bagging.Bagging")
        .Add<KEnsembleOptions>("KEnsemble", "crlapi.sl.clmodels.k_ensemble.KEnsemble")
        .Add<AggEnsembleOptions>("AggEnsemble", "crlapi.sl.clmodels.agg_ensemble.AggEnsemble")
        .Add<RoundEnsembleOptions>("RoundEnsemble", "crlapi.sl.clmodels.debug_ensemble.Ensemble")
        .Add<AdaBoostOptions>("AdaBoost", "crlapi.sl.clmodels.boosting.AdaBoost")
        .Add<FireflyOptions>("Firefly", "crlapi.sl.clmodels.firefly.Firefly")
        .Add<AdaBoostRoundsOptions>("AdaBoostRounds", "crlapi.sl.clmodels.adaboost.AdaBoost")
        .AddArchitectures()
        .Add<RandomCropOptions>("RandomCrop")
        .Add<RandomHorizontalFlipOptions>("RandomHorizontalFlip")
        .Add<RandomVerticalFlipOptions>("RandomVerticalFlip")
        .Add<RandomRotationOptions>("RandomRotation")
        .Add<ColorJitterOptions>("ColorJitter")
        .Add<RandomErasingOptions>("RandomErasing")
        .Add<NormalizeOptions>("Normalize")
        .Add<AdadeltaOptions>("Adadelta", "torch.optim.Adadelta")
        .Add<SgdOptions>("SGD", "torch.optim.SGD")
        .Add<AdamOptions>("Adam", "torch.optim.Adam")
        .Add<AdamWOptions>("AdamW", "torch.optim.AdamW")
        .Add<RmsPropOptions>("RMSprop", "torch.optim.RMSprop")
        .Lack<OptimizerOptions>(
            "torch.optim", "ASGD", "Adafactor", "Adagrad", "Adamax", "LBFGS", "Muon", "NAdam", "RAdam", "Rprop", "SparseAdam")
        .Lack<AugmentationOptions>("kornia.augmentation", KorniaAlone);

    private static ClassNames AddArchitectures(this ClassNames names)
    {
        foreach (var architecture in ArchitectureCatalog.All)
            names.Add(architecture.Options, architecture.ClassName, architecture.PythonName is { } python ? [python] : []);
        return names;
    }

    // The changes of images that kornia has and we do not.
    private static string[] KorniaAlone =>
    [
        "CenterCrop", "ColorJiggle", "Denormalize", "LongestMaxSize", "PadTo", "RandomAffine", "RandomAutoContrast", "RandomBoxBlur",
        "RandomBrightness", "RandomChannelDropout", "RandomChannelShuffle", "RandomClahe", "RandomContrast", "RandomCutMixV2",
        "RandomDissolving", "RandomElasticTransform", "RandomEqualize", "RandomFisheye", "RandomGamma", "RandomGaussianBlur",
        "RandomGaussianIllumination", "RandomGaussianNoise", "RandomGrayscale", "RandomHue", "RandomInvert", "RandomJPEG", "RandomJigsaw",
        "RandomLinearCornerIllumination", "RandomLinearIllumination", "RandomMedianBlur", "RandomMixUpV2", "RandomMosaic",
        "RandomMotionBlur", "RandomPerspective", "RandomPlanckianJitter", "RandomPlasmaBrightness", "RandomPlasmaContrast",
        "RandomPlasmaShadow", "RandomPosterize", "RandomRGBShift", "RandomRain", "RandomResizedCrop", "RandomRotation90",
        "RandomSaltAndPepperNoise", "RandomSaturation", "RandomSharpness", "RandomShear", "RandomSnow", "RandomSolarize",
        "RandomThinPlateSpline", "RandomTranslate", "RandomTransplantation", "Resize", "SmallestMaxSize",
    ];
}
