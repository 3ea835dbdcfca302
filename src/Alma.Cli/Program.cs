using Alma.Cli;

return await AlmaCommand.InvokeAsync(args);
