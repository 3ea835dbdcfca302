// The command alma with one data set more: run, sweep, resume, report and all others know Stripes.
using Alma.Cli;
using CustomDataset;

return AlmaCommand.Run(args, ProgramDataset.Of<StripesTrainOptions, StripesEvaluationOptions>("Stripes", Stripes.Load));
