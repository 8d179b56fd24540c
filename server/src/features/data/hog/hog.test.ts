import { describe, expect, test } from 'vitest'
import { HogError } from './compile.ts'
import { compileHog, compileTemplate } from './parse.ts'
import { type HogFunctions, type HogLimits, runHog } from './run.ts'

async function run(source: string, globals = {}, functions: HogFunctions = {}, limits: Partial<HogLimits> = {}) {
  return runHog(await compileHog(source), globals, functions, limits)
}
const result = async (source: string, globals = {}) => {
  const outcome = await run(source, globals)
  expect(outcome.error).toBeNull()
  return outcome.result
}

test.each<[string, unknown]>([
  ['return 1 + 2 * 3', 7],
  ['return 7 - 2', 5],
  ['return 7 / 2', 3.5],
  ['return 7 % 2', 1],
  ["return 'a' == 'a' and 2 > 1 and not (1 > 2)", true],
  ['return 1 > 2 or 2 >= 2', true],
  ["return 'abc' like 'a%' and 'ABC' ilike 'a%'", true],
  ["return 'a1' =~ '^[a-z][0-9]$' and 'A1' =~* '^[a-z]' and 'b' !~ 'a'", true],
  ['return 2 in [1, 2] and 3 not in (1, 2)', true],
  ['return 5 between 1 and 5', true],
  ['return 5 not between 1 and 4', true],
  ['return 1 > 2 ? 1 : 2', 2],
  ['return null ?? 3', 3],
  ['return 0 ?? 3', 0],
  ["return multiIf(false, 'a', true, 'b', 'c')", 'b'],
  ["return multiIf(false, 'a', false, 'b', 'c')", 'c'],
  ["let name := 'Ada'; return f'Hello {name}, {1 + 1}'", 'Hello Ada, 2'],
  // Lists count from one, and from the end with negative numbers.
  ['let list := [10, 20, 30]; list[2] := 25; return [list[1], list[2], list[-1]]', [10, 25, 30]],
  ["let it := {'a': {'b': 1}}; it.a.c := 2; it['d'] := 3; return [it.a.b, it.a.c, it.d]", [1, 2, 3]],
  ['let t := (1, 2); return t.2', 2],
  ["let it := {'a': 1}; return it?.missing?.['deeper'] ?? 'none'", 'none'],
  ['let x := 1; x := x + 1; { let x := 10; x := x + 1 } return x', 2],
  ['let n := 0; while (n < 5) { n := n + 1 } return n', 5],
  ['let sum := 0; for (let i := 1; i <= 4; i := i + 1) { sum := sum + i } return sum', 10],
  ["let out := ''; for (let k, v in {'a': 1, 'b': 2}) { out := concat(out, k, toString(v)) } return out", 'a1b2'],
  ['let sum := 0; for (let v in [1, 2, 3]) { sum := sum + v } return sum', 6],
  ['for (let v in [1, 2, 3]) { if (v == 2) { return v } } return 0', 2],
  ['fun fib(n) { if (n < 2) { return n } return fib(n - 1) + fib(n - 2) } return fib(12)', 144],
  ['fn add(a, b) { return a + b } return add(1, 2)', 3],
  ['fun f(a, b) { return b ?? 5 } return f(1)', 5],
  ['fun nothing() { let a := 1 } return nothing()', null],
  ['let f := x -> x * 2; return f(4)', 8],
  ['let f := (x, y) -> { let z := x + y; return z * 2 }; return f(1, 2)', 6],
  ['return arrayMap(x -> x * 2, [1, 2])', [2, 4]],
  ['let limit := 1; return arrayFilter(x -> x > limit, [1, 2, 3])', [2, 3]],
  // Closures keep the variables of the functions around them.
  ['fun counter() { let n := 0; return () -> { n := n + 1; return n } } let c := counter(); c(); c(); return c()', 3],
  ['fun make(a) { return b -> c -> a + b + c } let f := make(1); let g := f(2); return g(3)', 6],
  ["try { throw Error('no') } catch (e) { return e.message }", 'no'],
  ["try { throw RetryError('no') } catch (e: OtherError) { return 1 } catch (e: RetryError) { return 2 }", 2],
  ["try { try { throw Error('a') } catch (e: Other) { return 1 } } catch (e) { return e.message }", 'a'],
  ['let log := []; try { log := arrayPushBack(log, 1) } finally { log := arrayPushBack(log, 2) } return log', [1, 2]],
  [
    "let log := []; try { throw Error('a') } catch (e) { log := arrayPushBack(log, 1) } finally { log := arrayPushBack(log, 2) } return log",
    [1, 2],
  ],
  [
    "let log := []; fun f() { try { return 1 } finally { log := arrayPushBack(log, 'last') } } let r := f(); return [r, log]",
    [1, ['last']],
  ],
  [
    "let log := []; try { try { throw Error('a') } finally { log := arrayPushBack(log, 1) } } catch (e) { log := arrayPushBack(log, 2) } return log",
    [1, 2],
  ],
  // A return inside a protected region ends the protection.
  [
    "fun f() { try { return 1 } catch (e) { return 2 } } f(); try { throw Error('b') } catch (e) { return e.message }",
    'b',
  ],
  ['// a comment\n-- another\n/* and\none more */ return 1', 1],
])('%s', async (source, expected) => {
  expect(await result(source)).toEqual(expected)
})

test('globals can be read, and not be changed', async () => {
  const globals = { event: { properties: { $browser: 'Firefox', list: [{ id: 7 }] } } }
  expect(await result('return event.properties.$browser', globals)).toBe('Firefox')
  expect(await result('return event.properties.list[1].id', globals)).toBe(7)
  expect(await result('let copy := event; copy.properties.$browser := null; return copy.properties', globals)).toEqual({
    $browser: null,
    list: [{ id: 7 }],
  })
  expect(globals.event.properties.$browser).toBe('Firefox')
  await expect(compileHog('event := 1')).rejects.toThrow('The variable "event" is not declared')
  await expect(compileHog("event.properties.a := 'b'")).rejects.toThrow(HogError)
})

test('functions of the host are called, awaited ones as well', async () => {
  const calls: unknown[] = []
  const functions = {
    direct: { twice: (value: unknown) => Number(value) * 2 },
    awaited: {
      fetch: async (...args: unknown[]) => {
        calls.push(args)
        return { status: 200, body: { ok: true } }
      },
    },
  }
  const source = `let answer := fetch('https://a.example', {'method': 'POST', 'body': {'n': twice(2)}})
    print('status', answer.status, [1])
    return answer.body.ok`
  expect(await run(source, {}, functions)).toMatchObject({ result: true, logs: ['status 200 [1]'], error: null })
  expect(calls).toEqual([['https://a.example', { method: 'POST', body: { n: 4 } }]])
})

describe('limits', () => {
  test.each<[string, string, Partial<HogLimits>, RegExp]>([
    ['a loop without end', 'while (true) {}', { milliseconds: 50 }, /timed out/],
    ['a list that grows', 'let a := [1]; while (true) { a := [a, a, a, a] }', { bytes: 100_000 }, /Memory limit/],
    ['a function that calls itself for ever', 'fun f() { return f() } return f()', {}, /Call stack|Memory|timed out/],
    ['too many calls', "while (true) { fetch('x') }", { calls: 3 }, /async steps/],
    ['an unknown function', 'return launch()', {}, /launch/],
    ['an unknown variable', 'return missing', {}, /missing/],
    ['sleep', 'sleep(10)', {}, /cannot sleep/],
    ['an exception that nobody catches', "throw Error('too bad')", {}, /too bad/],
    ['the constructor of an object', "return event.constructor.constructor('return process')()", {}, /./],
  ])('%s ends the program', async (_, source, limits, message) => {
    const fetch = async () => ({})
    expect((await run(source, { event: {} }, { awaited: { fetch } }, limits)).error).toMatch(message)
  })

  test('what is printed is cut', async () => {
    const { logs, error } = await run(
      "for (let i in range(1, 100)) { print('xxxxxxxxxx') }",
      {},
      {},
      { logCharacters: 25 },
    )
    expect(error).toBeNull()
    expect(logs).toEqual(['xxxxxxxxxx', 'xxxxxxxxxx', 'xxx … (the rest is left out)'])
  })

  test('a regular expression takes no longer for a text that almost matches', async () => {
    const { error } = await run("return event.text =~ '^(a+)+$'", { event: { text: `${'a'.repeat(5_000)}b` } })
    expect(error).toBeNull()
  })
})

describe('templates', () => {
  const value = async (template: string, globals = {}) =>
    (await runHog(await compileTemplate(template), globals)).result

  test.each<[string, unknown]>([
    ['Hello', 'Hello'],
    ['Hello {person.name}!', 'Hello Ada!'],
    ['{person.age}', 36],
    ['{person.tags}', ['a', 'b']],
    ["{person.missing ?? 'nobody'}", 'nobody'],
    ["it's {person.name}", "it's Ada"],
    ['', ''],
  ])('%s', async (template, expected) => {
    expect(await value(template, { person: { name: 'Ada', age: 36, tags: ['a', 'b'] } })).toEqual(expected)
  })
})

test.each([
  ['let a := ', /Line 1/],
  ['let a := 1;\nlet b := 2 +;', /Line 2/],
  ['let a := 1; let a := 2', /declared twice/],
  ['fun f(a, a) { return a }', /declared twice/],
  ['return (select 1)', /not supported/],
  [`return ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, /./],
  ['x'.repeat(100_001), /at most/],
])('%s is refused', async (source, message) => {
  await expect(compileHog(source)).rejects.toThrow(message)
  await expect(compileHog(source)).rejects.toThrow(HogError)
  // The compiler goes on working.
  expect(await result('return 1')).toBe(1)
})
