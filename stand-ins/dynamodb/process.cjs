/**
 * The DynamoDB stand-in as a program: dynalite on the port of 127.0.0.1 that it is given, everything in memory. It runs in a separate process so that
 * counting an attempt crosses a process boundary as it does on AWS, and so that no one waits for it to load.
 */
const dynalite = require('dynalite');

process.on('disconnect', () => process.exit(0));
// A table is there at once: by default the stand-in takes half a second, as DynamoDB takes some time.
const server = dynalite({ createTableMs: 0 });
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send({ port: server.address().port }));
