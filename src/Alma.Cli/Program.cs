return Alma.Cli.StartUp.Run(args);
