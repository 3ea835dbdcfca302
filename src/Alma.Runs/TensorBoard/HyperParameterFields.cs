namespace Alma.Runs.TensorBoard;

/// <summary>Names and field numbers of TensorBoard's plugin for hyper-parameters: its plugin_data.proto and api.proto.</summary>
internal static class HyperParameterFields
{
    public const string Plugin = "hparams";
    public const string ExperimentTag = "_hparams_/experiment";
    public const string SessionStartTag = "_hparams_/session_start_info";
    public const string SessionEndTag = "_hparams_/session_end_info";

    public const int Experiment = 2;
    public const int SessionStart = 3;
    public const int SessionEnd = 4;

    public const int ExperimentParameters = 4;
    public const int ExperimentMetrics = 5;

    public const int ParameterName = 1;
    public const int ParameterType = 4;

    public const int MetricName = 1;
    public const int MetricDisplayName = 3;
    public const int MetricDescription = 4;
    public const int MetricNameTag = 2;

    public const int StartValues = 1;
    public const int StartSeconds = 5;
    public const int EntryKey = 1;
    public const int EntryValue = 2;

    public const int EndStatus = 1;
    public const int EndSeconds = 2;

    public const int TypeText = 1;
    public const int TypeTruth = 2;
    public const int TypeNumber = 3;

    public const int StatusSuccess = 1;
    public const int StatusFailure = 2;
}
