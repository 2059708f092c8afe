// LangChain's classes for OpenAI's API.
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { env, kit, ok, okPerson, personSchema, weatherParams } from './lib.mjs';

const configuration = { baseURL: `${env.base}/v1` };
const make = (more, apiKey = env.key || 'none') => new ChatOpenAI({ model: env.model, apiKey, configuration, maxRetries: 0, temperature: 0, ...more });
const k = kit('langchain');
const tools = [{ type: 'function', function: { name: 'get_weather', description: 'The weather of a city.', parameters: weatherParams } }];
const failure = async run => { try { await run(); } catch (e) { return e; } };

await k.check('invoke', async () => {
  const r = await make({ maxTokens: 8 }).invoke([new SystemMessage('Be brief.'), new HumanMessage('Hello')]);
  ok(r.content && r.usage_metadata.output_tokens > 0 && r.response_metadata.finish_reason, JSON.stringify(r.response_metadata));
});
await k.check('stream', async () => {
  let [pieces, whole] = [0, undefined];
  for await (const piece of await make({ maxTokens: 10, streamUsage: true }).stream('Tell a story')) { pieces++; whole = whole ? whole.concat(piece) : piece; }
  ok(pieces >= 3 && whole.content && whole.usage_metadata?.output_tokens > 0, `${pieces} pieces`);
});
await k.check('batch', async () => { ok((await make({ maxTokens: 4 }).batch(['One', 'Two', 'Three'])).length === 3, 'not three'); });
await k.check('responses API', async () => {
  const r = await make({ maxTokens: 16, useResponsesApi: true }).invoke('Say hello');
  ok(r.usage_metadata?.output_tokens > 0, JSON.stringify(r.response_metadata));
});
await k.check('withStructuredOutput', async () => {
  okPerson(await make({ maxTokens: 200 }).withStructuredOutput(personSchema, { name: 'person', method: 'jsonSchema', strict: true }).invoke('Give a person'));
});
await k.check('a required tool', async () => {
  const r = await make({ maxTokens: 300 }).bindTools(tools, { tool_choice: 'required' }).invoke('Weather in Paris?');
  ok(r.tool_calls[0]?.name === 'get_weather' && typeof r.tool_calls[0].args.city === 'string', JSON.stringify(r.tool_calls));
});
await k.check('a named tool, streamed', async () => {
  let whole;
  for await (const piece of await make({ maxTokens: 300 }).bindTools(tools, { tool_choice: 'get_weather' }).stream('Weather?')) whole = whole ? whole.concat(piece) : piece;
  ok(typeof whole.tool_calls[0]?.args.city === 'string', JSON.stringify(whole.tool_calls));
});
await k.check('the result of a tool', async () => {
  const call = new AIMessage({ content: '', tool_calls: [{ id: 'c1', name: 'get_weather', args: { city: 'Paris' } }] });
  const r = await make({ maxTokens: 6 }).bindTools(tools).invoke([new HumanMessage('Weather?'), call, new ToolMessage({ tool_call_id: 'c1', content: 'sunny' })]);
  ok(r.usage_metadata.output_tokens > 0, JSON.stringify(r.usage_metadata));
});
await k.check('embeddings', async () => {
  const r = await new OpenAIEmbeddings({ model: env.embedModel, apiKey: env.key || 'none', configuration, maxRetries: 0 }).embedDocuments(['hello', 'a red fox']);
  ok(r.length === 2 && r[0].length > 8, 'shape');
});
await k.check('unknown model -> 404', async () => { const e = await failure(() => make({ model: env.unknown, maxTokens: 1 }).invoke('x')); ok(e?.status === 404, `${e?.status} ${e?.message}`); });
await k.check('wrong key -> 401', async () => { const e = await failure(() => make({ maxTokens: 1 }, 'wrong').invoke('x')); ok(e?.status === 401, `${e?.status} ${e?.message}`); });
k.done();
