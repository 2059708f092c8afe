// The AI SDK with its provider for servers that speak OpenAI's API.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, jsonSchema, Output, streamText, tool } from 'ai';
import { env, kit, ok, okPerson, personSchema, weatherParams } from './lib.mjs';

const make = apiKey => createOpenAICompatible({ name: 'goat', baseURL: `${env.base}/v1`, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const goat = make(env.key || 'none');
const k = kit('ai-sdk');
const model = goat.chatModel(env.model);
const plain = { model, maxRetries: 0, temperature: 0 };
const tools = { get_weather: tool({ description: 'The weather of a city.', inputSchema: jsonSchema(weatherParams) }) };
const failure = async run => { try { await run(); } catch (e) { return e; } };

await k.check('generateText', async () => {
  const r = await generateText({ ...plain, system: 'Be brief.', prompt: 'Hello', maxOutputTokens: 8 });
  ok(r.text && ['stop', 'length'].includes(r.finishReason), `${r.text} ${r.finishReason}`);
  ok(r.usage.inputTokens > 0 && r.usage.outputTokens > 0, JSON.stringify(r.usage));
});
await k.check('streamText', async () => {
  const r = streamText({ ...plain, prompt: 'Tell a story', maxOutputTokens: 10 });
  let [pieces, text] = [0, ''];
  for await (const piece of r.textStream) { pieces++; text += piece; }
  ok(pieces >= 3 && text, `${pieces} pieces`);
  ok((await r.usage).outputTokens > 0 && await r.finishReason, 'no usage');
});
await k.check('completion model', async () => {
  const r = await generateText({ ...plain, model: goat.completionModel(env.model), prompt: 'Once upon a time', maxOutputTokens: 6 });
  ok(r.text, 'no text');
});
await k.check('structured output', async () => {
  const r = await generateText({ ...plain, prompt: 'Give a person', maxOutputTokens: 200, output: Output.object({ schema: jsonSchema(personSchema) }) });
  okPerson(r.output);
});
await k.check('structured output, streamed', async () => {
  const r = streamText({ ...plain, prompt: 'Give a person', maxOutputTokens: 200, output: Output.object({ schema: jsonSchema(personSchema) }) });
  for await (const _ of r.textStream);
  okPerson(await r.output);
});
await k.check('a required tool', async () => {
  const r = await generateText({ ...plain, prompt: 'Weather in Paris?', tools, toolChoice: 'required', maxOutputTokens: 300 });
  ok(r.toolCalls[0]?.toolName === 'get_weather' && typeof r.toolCalls[0].input.city === 'string', JSON.stringify(r.toolCalls));
  ok(r.finishReason === 'tool-calls', r.finishReason);
});
await k.check('a named tool, streamed', async () => {
  const r = streamText({ ...plain, prompt: 'Weather?', tools, toolChoice: { type: 'tool', toolName: 'get_weather' }, maxOutputTokens: 300 });
  for await (const _ of r.fullStream);
  ok(typeof (await r.toolCalls)[0]?.input.city === 'string', JSON.stringify(await r.toolCalls));
});
await k.check('the result of a tool', async () => {
  const messages = [
    { role: 'user', content: 'Weather?' },
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'get_weather', input: { city: 'Paris' } }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', toolName: 'get_weather', output: { type: 'text', value: 'sunny' } }] },
  ];
  const r = await generateText({ ...plain, messages, tools, maxOutputTokens: 6 });
  ok(r.usage.outputTokens > 0, JSON.stringify(r.usage));
});
await k.check('embedMany', async () => {
  const r = await embedMany({ model: goat.embeddingModel(env.embedModel), values: ['hello', 'a red fox'], maxRetries: 0 });
  ok(r.embeddings.length === 2 && r.embeddings[0].length > 8, JSON.stringify(r.embeddings).slice(0, 80));
});
await k.check('unknown model -> 404', async () => {
  const e = await failure(() => generateText({ ...plain, model: goat.chatModel(env.unknown), prompt: 'x', maxOutputTokens: 1 }));
  ok(e?.statusCode === 404 && /no model/i.test(e.message), `${e?.statusCode} ${e?.message}`);
});
await k.check('wrong key -> 401', async () => {
  const e = await failure(() => generateText({ ...plain, model: make('wrong').chatModel(env.model), prompt: 'x', maxOutputTokens: 1 }));
  ok(e?.statusCode === 401, `${e?.statusCode} ${e?.message}`);
});
k.done();
