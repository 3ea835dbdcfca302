namespace Alma.Results;

/// <summary>What the folders of methods stand for.</summary>
internal static class Methods
{
    private static readonly Dictionary<string, string> titles = new()
    {
        ["single"] = "single model (SM)",
        ["scratch"] = "single model, from scratch each time",
        ["moe"] = "mixture of 2 experts, not growing",
        ["gmoe"] = "growing mixture of experts (gMoE)",
        ["gmoe_random"] = "gMoE, grown at random",
        ["gens"] = "growing ensemble (gEns)",
        ["ens"] = "ensemble of 3 (Ens)",
        ["umix"] = "summed ensemble of 3 (UMix)",
        ["bagging"] = "bagging, 3 more each time",
        ["boosting"] = "boosting over megabatches",
        ["adaboost"] = "AdaBoost, 3 rounds each time",
        ["rounds"] = "ensemble of 3 restarts each time",
        ["ens_ens"] = "growing ensemble of ensembles of 3",
        ["subnet"] = "growing SubnetVGG",
        ["firefly"] = "Firefly (FF)",
    };

    public static string Title(string method) => titles.GetValueOrDefault(method, method);
}
