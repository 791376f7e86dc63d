/**
 * The Cognito stand-in as a program: cognito-local, which reads `.cognito` below its working directory. Loading it takes most of
 * its start, so it loads at once and waits for `begin` before it reads the files that describe the pool.
 */
const { createRequire } = require('node:module');

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
process.on('disconnect', () => process.exit(0));
const { createDefaultServer } = require('cognito-local');
// The logger has to be the very pino that cognito-local's request logger was built for.
const pino = createRequire(require.resolve('cognito-local'))('pino');

process.once('message', async () => {
  const application = await createDefaultServer(pino({ level: 'silent' }));
  const server = await application.start();
  process.send({ port: server.address().port });
});
