using Alma.Crashing;

return CrashCommand.Run(args);
