// Some of these measure the memory of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
