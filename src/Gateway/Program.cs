using ServiceHall.Gateway.Commands;

return await CommandLine.RunAsync(args);
