using Alma.Fuzzing;

return FuzzCommand.Run(args);
