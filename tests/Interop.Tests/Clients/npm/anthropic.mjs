// Anthropic's own package against /v1/messages, /v1/messages/count_tokens and /v1/models.
import Anthropic from '@anthropic-ai/sdk';
import { env, kit, ok, weatherParams, freeWithin } from './lib.mjs';

const make = apiKey => new Anthropic({ baseURL: env.base, apiKey, maxRetries: 0, timeout: env.timeout });
const client = make(env.key || 'none');
const k = kit('anthropic');
const model = env.model;
const user = content => [{ role: 'user', content }];
const tools = [{ name: 'get_weather', description: 'The weather of a city.', input_schema: weatherParams }];
const failure = async run => { try { await run(); } catch (e) { return e; } };

await k.check('models.list', async () => {
  const ids = [];
  for await (const m of client.models.list()) { ok(m.type === 'model' && m.display_name && m.created_at, JSON.stringify(m)); ids.push(m.id); }
  ok(ids.includes(model), `${model} not in ${ids}`);
});
await k.check('models.retrieve', async () => { const m = await client.models.retrieve(model); ok(m.id === model && m.type === 'model', JSON.stringify(m)); });
await k.check('messages', async () => {
  const r = await client.messages.create({ model, max_tokens: 8, system: 'Be brief.', messages: user('Hello'), temperature: 0 });
  ok(r.type === 'message' && r.role === 'assistant' && r.id.startsWith('msg_') && r.model === model, JSON.stringify(r));
  ok(r.content[0]?.type === 'text' && r.content[0].text, 'no text');
  ok(['end_turn', 'max_tokens'].includes(r.stop_reason) && r.stop_sequence === null, r.stop_reason);
  ok(r.usage.input_tokens + r.usage.cache_read_input_tokens > 0 && r.usage.output_tokens > 0, JSON.stringify(r.usage));
});
await k.check('max_tokens', async () => {
  const r = await client.messages.create({ model, max_tokens: 3, messages: user('Tell a very long story'), temperature: 0 });
  ok(r.stop_reason === 'max_tokens' && r.usage.output_tokens === 3, `${r.stop_reason} ${r.usage.output_tokens}`);
});
await k.check('blocks and turns', async () => {
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } }] }, { role: 'assistant', content: 'Hello.' }, ...user('And?')];
  const r = await client.messages.create({ model, max_tokens: 4, system: [{ type: 'text', text: 'Be brief.' }], messages, metadata: { user_id: 'u' } });
  ok(r.content.length > 0, 'no content');
});
await k.check('stop_sequences', async () => {
  const ask = stop_sequences => client.messages.create({ model, max_tokens: 24, messages: user('Tell a story'), temperature: 0, stop_sequences });
  const word = (await ask(undefined)).content[0].text.trim().split(/\s+/)[2];
  const r = await ask([word]);
  ok(r.stop_reason === 'stop_sequence' && r.stop_sequence === word, `${r.stop_reason} ${r.stop_sequence}`);
  ok(!r.content.some(block => block.text?.includes(word)), 'the word came all the same');
});
await k.check('stream', async () => {
  const names = [];
  let text = '';
  for await (const e of await client.messages.create({ model, max_tokens: 10, messages: user('Tell a story'), temperature: 0, stream: true })) {
    names.push(e.type);
    if (e.type === 'content_block_delta') text += e.delta.text ?? '';
  }
  ok(text, 'no text');
  ok(names[0] === 'message_start' && names[1] === 'content_block_start' && names.at(-1) === 'message_stop', names.join());
  ok(names.at(-2) === 'message_delta' && names.at(-3) === 'content_block_stop', names.slice(-3).join());
});
await k.check('stream helper finalizes', async () => {
  const stream = client.messages.stream({ model, max_tokens: 8, messages: user('Hi'), temperature: 0 });
  const whole = await client.messages.create({ model, max_tokens: 8, messages: user('Hi'), temperature: 0 });
  const final = await stream.finalMessage();
  ok(final.stop_reason && final.usage.output_tokens > 0, JSON.stringify(final));
  ok(final.content[0].text === whole.content[0].text, `${final.content[0].text} / ${whole.content[0].text}`);
});
await k.check('a forced tool', async () => {
  const r = await client.messages.create({ model, max_tokens: 300, messages: user('Weather in Paris?'), tools, tool_choice: { type: 'tool', name: 'get_weather' }, temperature: 0 });
  const call = r.content.find(block => block.type === 'tool_use');
  ok(call?.name === 'get_weather' && typeof call.input.city === 'string', JSON.stringify(r.content));
  ok(r.stop_reason === 'tool_use', r.stop_reason);
});
await k.check('a forced tool, streamed', async () => {
  const stream = client.messages.stream({ model, max_tokens: 300, messages: user('Weather?'), tools, tool_choice: { type: 'any' }, temperature: 0 });
  let pieces = 0;
  stream.on('inputJson', () => pieces++);
  const call = (await stream.finalMessage()).content.find(block => block.type === 'tool_use');
  ok(pieces > 0 && typeof call?.input.city === 'string', `${pieces} pieces, ${JSON.stringify(call)}`);
});
await k.check('the result of a tool', async () => {
  const messages = [
    ...user('Weather?'),
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'sunny' }], is_error: false }] },
  ];
  const r = await client.messages.create({ model, max_tokens: 6, messages, tools });
  ok(r.usage.output_tokens > 0, JSON.stringify(r));
});
await k.check('countTokens', async () => {
  const [short, long] = await Promise.all(['Hi', 'Hi there, how are you today?'].map(text => client.messages.countTokens({ model, messages: user(text) })));
  ok(short.input_tokens > 0 && long.input_tokens > short.input_tokens, `${short.input_tokens} ${long.input_tokens}`);
});
await k.check('beta headers', async () => {
  const r = await client.beta.messages.create({ model, max_tokens: 4, messages: user('Hi'), betas: ['prompt-caching-2024-07-31'] });
  ok(r.type === 'message', JSON.stringify(r));
});
await k.check('abort frees the server', async () => {
  const stream = client.messages.stream({ model, max_tokens: 4000, messages: user('Count forever') });
  stream.on('error', () => {});
  let n = 0;
  try { for await (const _ of stream) if (++n === 4) stream.abort(); } catch { /* AbortError, unless the tiny model had ended before */ }
  await freeWithin(() => client.messages.create({ model, max_tokens: 1, messages: user('Hi') }), 15000);
});
await k.check('unknown model -> NotFoundError', async () => {
  for (const run of [() => client.messages.create({ model: env.unknown, max_tokens: 1, messages: user('x') }), () => client.models.retrieve(env.unknown)]) {
    const e = await failure(run);
    ok(e instanceof Anthropic.NotFoundError && e.error?.error?.type === 'not_found_error', `${e?.name} ${e?.message}`);
  }
});
await k.check('bad request -> BadRequestError', async () => {
  const e = await failure(() => client.messages.create({ model, max_tokens: 1, messages: [] }));
  ok(e instanceof Anthropic.BadRequestError && e.error?.type === 'error', `${e?.name} ${e?.message}`);
});
await k.check('wrong key -> AuthenticationError', async () => {
  const e = await failure(() => make('wrong').messages.create({ model, max_tokens: 1, messages: user('x') }));
  ok(e instanceof Anthropic.AuthenticationError, `${e?.name} ${e?.message}`);
});
k.done();
