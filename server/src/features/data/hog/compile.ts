/** Compiles the tree of a Hog program to bytecode for PostHog's virtual machine. */
import { type Bytecode, HEADER, Op } from './bytecode.ts'
import { FunctionScope } from './function-scope.ts'
import { type Expression, isStatement, type Statement } from './tree.ts'

/** A program that cannot be compiled; the message says why. */
export class HogError extends Error {
  override readonly name = 'HogError'
}

/** @throws HogError */
export function compileProgram(program: Statement): Bytecode {
  const compiler = new Compiler()
  if (program.node === 'Program') for (const each of program.declarations) compiler.statement(each)
  else compiler.statement(program)
  return [...HEADER, ...compiler.code]
}

/** Compiles an expression; running it leaves its value. @throws HogError */
export function compileExpression(expression: Expression): Bytecode {
  const compiler = new Compiler()
  compiler.expression(expression)
  compiler.emit(Op.RETURN)
  return [...HEADER, ...compiler.code]
}

const COMPARISONS: Record<string, number> = {
  '==': Op.EQ,
  '!=': Op.NOT_EQ,
  '>': Op.GT,
  '>=': Op.GT_EQ,
  '<': Op.LT,
  '<=': Op.LT_EQ,
  like: Op.LIKE,
  ilike: Op.ILIKE,
  'not like': Op.NOT_LIKE,
  'not ilike': Op.NOT_ILIKE,
  in: Op.IN,
  'not in': Op.NOT_IN,
  '=~': Op.REGEX,
  '!~': Op.NOT_REGEX,
  '=~*': Op.IREGEX,
  '!~*': Op.NOT_IREGEX,
}
const ARITHMETIC: Record<string, number> = {
  '+': Op.PLUS,
  '-': Op.MINUS,
  '*': Op.MULTIPLY,
  '/': Op.DIVIDE,
  '%': Op.MOD,
}

class Compiler {
  private scope = new FunctionScope(null)

  get code(): Bytecode {
    return this.scope.emitter.code
  }

  emit(...items: Bytecode): void {
    this.scope.emitter.emit(...items)
  }

  statement(node: Statement): void {
    switch (node.node) {
      case 'Program':
      case 'Block':
        this.inScope(() => {
          for (const each of node.declarations) this.statement(each)
        })
        break
      case 'ExprStatement':
        if (!node.expr) break
        this.expression(node.expr)
        this.emit(Op.POP)
        break
      case 'VariableDeclaration':
        this.expressionOrNull(node.expr)
        this.declare(node.name)
        break
      case 'VariableAssignment':
        this.assignment(node.left, node.right)
        break
      case 'Function':
        this.declareFunction(node.name, node.params, node.body)
        break
      case 'ReturnStatement':
        this.returnStatement(node.expr)
        break
      case 'ThrowStatement':
        this.expression(node.expr)
        this.emit(Op.THROW)
        break
      case 'IfStatement':
        this.branch(node.expr, () => this.statement(node.then), node.else_ && (() => this.statement(node.else_!)))
        break
      case 'WhileStatement':
        this.loop(node.expr, () => node.body && this.statement(node.body))
        break
      case 'ForStatement':
        this.forStatement(node)
        break
      case 'ForInStatement':
        this.forIn(node)
        break
      case 'TryCatchStatement':
        this.tryStatement(node)
        break
      default:
        throw new HogError(`"${(node as { node: string }).node}" is not supported in Hog.`)
    }
  }

  expression(node: Expression): void {
    switch (node.node) {
      case 'Constant':
        this.constant(node.value)
        break
      case 'Field':
        this.field(node.chain)
        break
      case 'Call':
        this.call(node.name, node.args)
        break
      case 'ExprCall':
        this.expressions(node.args)
        this.expression(node.expr)
        this.emit(Op.CALL_LOCAL, node.args.length)
        break
      case 'Lambda':
        this.closure('lambda', node.args, node.expr)
        break
      case 'Array':
      case 'Tuple':
        this.expressions(node.exprs)
        this.emit(node.node === 'Array' ? Op.ARRAY : Op.TUPLE, node.exprs.length)
        break
      case 'Dict':
        for (const pair of node.items) this.expressions(pair)
        this.emit(Op.DICT, node.items.length)
        break
      case 'And':
      case 'Or':
        // All of them are evaluated, as in PostHog.
        this.expressions(node.exprs)
        this.emit(node.node === 'And' ? Op.AND : Op.OR, node.exprs.length)
        break
      case 'Not':
        this.expression(node.expr)
        this.emit(Op.NOT)
        break
      case 'CompareOperation':
        this.binary(COMPARISONS, node)
        break
      case 'ArithmeticOperation':
        this.binary(ARITHMETIC, node)
        break
      case 'BetweenExpr':
        this.between(node)
        break
      case 'ArrayAccess':
        this.expression(node.array)
        this.expression(node.property)
        this.emit(node.nullish ? Op.GET_PROPERTY_NULLISH : Op.GET_PROPERTY)
        break
      case 'TupleAccess':
        this.expression(node.tuple)
        this.emit(Op.INTEGER, node.index)
        this.emit(node.nullish ? Op.GET_PROPERTY_NULLISH : Op.GET_PROPERTY)
        break
      default:
        throw new HogError(`"${(node as { node: string }).node}" is not supported in Hog.`)
    }
  }

  private expressions(nodes: readonly Expression[]): void {
    for (const node of nodes) this.expression(node)
  }

  private expressionOrNull(node: Expression | null): void {
    if (node) this.expression(node)
    else this.emit(Op.NULL)
  }

  private inScope(work: () => void): void {
    this.scope.begin()
    work()
    this.scope.end()
  }

  private declare(name: string | null): void {
    if (this.scope.declare(name) === null) throw new HogError(`The variable "${name}" is declared twice.`)
  }

  private constant(value: string | number | boolean | null): void {
    if (value === null) this.emit(Op.NULL)
    else if (typeof value === 'boolean') this.emit(value ? Op.TRUE : Op.FALSE)
    else if (typeof value === 'number') this.emit(Number.isInteger(value) ? Op.INTEGER : Op.FLOAT, value)
    else this.emit(Op.STRING, value)
  }

  /** The operands lie on the stack with the left one on top. */
  private binary(
    operations: Record<string, number>,
    { left, right, op }: { left: Expression; right: Expression; op: string },
  ): void {
    const operation = Object.hasOwn(operations, op) ? operations[op]! : null
    if (operation === null) throw new HogError(`The operator "${op}" is not supported in Hog.`)
    this.expressions([right, left])
    this.emit(operation)
  }

  private between({ expr, low, high, negated }: Extract<Expression, { node: 'BetweenExpr' }>): void {
    // Evaluated twice, as the grammar of SQL has it.
    this.expressions([high, expr])
    this.emit(Op.LT_EQ)
    this.expressions([low, expr])
    this.emit(Op.GT_EQ, Op.AND, 2)
    if (negated) this.emit(Op.NOT)
  }

  private field(chain: readonly (string | number)[]): void {
    const [name, ...rest] = chain
    if (this.variable(String(name)))
      for (const part of rest) {
        this.constant(part)
        this.emit(Op.GET_PROPERTY)
      }
    else {
      for (const part of chain.toReversed()) this.constant(part)
      this.emit(Op.GET_GLOBAL, chain.length)
    }
  }

  /** Puts a variable on the stack. @returns false if there is none of that name */
  private variable(name: string): boolean {
    const local = this.scope.findLocal(name)
    if (local !== null) this.emit(Op.GET_LOCAL, local)
    else {
      const upvalue = this.scope.findUpvalue(name)
      if (upvalue === null) return false
      this.emit(Op.GET_UPVALUE, upvalue)
    }
    return true
  }

  private call(name: string, args: readonly Expression[]): void {
    const special = SPECIAL[name]
    if (special?.fits(args.length)) special.compile(this, args)
    else {
      this.expressions(args)
      if (this.variable(name)) this.emit(Op.CALL_LOCAL, args.length)
      else this.emit(Op.CALL_GLOBAL, name, args.length)
    }
  }

  /** Evaluates one of two parts. */
  branch(condition: Expression, then: () => void, otherwise: (() => void) | null): void {
    const { emitter } = this.scope
    this.expression(condition)
    const toElse = emitter.jump(Op.JUMP_IF_FALSE)
    then()
    const toEnd = otherwise && emitter.jump(Op.JUMP)
    emitter.land(toElse)
    otherwise?.()
    if (toEnd !== null) emitter.land(toEnd)
  }

  /** Leaves the first value if it is not null, else the second. */
  coalesce(first: Expression, second: Expression): void {
    const { emitter } = this.scope
    this.expression(first)
    const toEnd = emitter.jump(Op.JUMP_IF_STACK_NOT_NULL)
    this.emit(Op.POP)
    this.expression(second)
    emitter.land(toEnd)
  }

  private assignment(left: Expression, right: Expression): void {
    if (left.node === 'Field' && left.chain.length === 1) this.assignVariable(String(left.chain[0]), right)
    else {
      this.place(left)
      this.expression(right)
      this.emit(Op.SET_PROPERTY)
    }
  }

  /** Puts an object and the name of its property on the stack. */
  private place(left: Expression): void {
    if (left.node === 'Field') {
      this.assertVariable(String(left.chain[0]))
      this.field(left.chain.slice(0, -1))
      this.constant(left.chain.at(-1)!)
    } else if (left.node === 'ArrayAccess') this.expressions([left.array, left.property])
    else if (left.node === 'TupleAccess') {
      this.expression(left.tuple)
      this.emit(Op.INTEGER, left.index)
    } else throw new HogError('Only variables and their properties can be assigned.')
  }

  private assignVariable(name: string, right: Expression): void {
    this.expression(right)
    const local = this.scope.findLocal(name)
    const upvalue = local === null ? this.scope.findUpvalue(name) : null
    if (local !== null) this.emit(Op.SET_LOCAL, local)
    else if (upvalue !== null) this.emit(Op.SET_UPVALUE, upvalue)
    else throw this.notDeclared(name)
  }

  private assertVariable(name: string): void {
    if (this.scope.findLocal(name) === null && this.scope.findUpvalue(name) === null) throw this.notDeclared(name)
  }

  private notDeclared(name: string): HogError {
    return new HogError(`The variable "${name}" is not declared, and globals cannot be changed.`)
  }

  /** The function can call itself: its variable is there before its body. */
  private declareFunction(name: string, parameters: readonly string[], body: Statement): void {
    this.declare(name)
    this.closure(name, parameters, body)
  }

  private closure(name: string, parameters: readonly string[], body: Expression | Statement): void {
    if (new Set(parameters).size < parameters.length) throw new HogError(`A parameter of "${name}" is declared twice.`)
    const outer = this.scope
    const inner = new FunctionScope(outer, parameters)
    this.scope = inner
    if (isStatement(body)) {
      this.statement(body)
      this.emit(Op.NULL, Op.RETURN)
    } else {
      this.expression(body)
      this.emit(Op.RETURN)
    }
    this.scope = outer
    const { code } = inner.emitter
    this.emit(Op.CALLABLE, name, parameters.length, inner.upvalues.length, code.length)
    this.emit(...code)
    this.emit(Op.CLOSURE, inner.upvalues.length)
    for (const { index, isLocal } of inner.upvalues) this.emit(isLocal, index)
  }

  /** On the way out, protected regions are left, and their last blocks run. */
  private returnStatement(expression: Expression | null): void {
    this.expressionOrNull(expression)
    const { protections } = this.scope
    if (protections.length === 0) {
      this.emit(Op.RETURN)
      return
    }
    const place = this.scope.declare(null)!
    const around = [...protections]
    while (protections.length > 0) {
      const { last } = protections.pop()!
      this.emit(Op.POP_TRY)
      if (last) this.statement(last)
    }
    protections.push(...around)
    this.emit(Op.GET_LOCAL, place, Op.RETURN)
    this.scope.forget()
  }

  private loop(condition: Expression | null, body: () => void): void {
    const { emitter } = this.scope
    const start = emitter.code.length
    if (condition) this.expression(condition)
    else this.emit(Op.TRUE)
    const toEnd = emitter.jump(Op.JUMP_IF_FALSE)
    body()
    emitter.jumpBack(start)
    emitter.land(toEnd)
  }

  private forStatement(node: Extract<Statement, { node: 'ForStatement' }>): void {
    this.inScope(() => {
      this.step(node.initializer)
      this.loop(node.condition, () => {
        this.statement(node.body)
        this.step(node.increment)
      })
    })
  }

  /** A part of a loop's head: a statement, or an expression whose value is not needed. */
  private step(node: Statement | Expression | null): void {
    if (!node) return
    if (isStatement(node)) this.statement(node)
    else {
      this.expression(node)
      this.emit(Op.POP)
    }
  }

  /** Goes through lists of keys and values that are made once. */
  private forIn({ keyVar, valueVar, expr, body }: Extract<Statement, { node: 'ForInStatement' }>): void {
    this.inScope(() => {
      const hold = () => this.scope.declare(null)!
      this.expression(expr)
      const collection = hold()
      const list = (name: string, of: number) => {
        this.emit(Op.GET_LOCAL, of, Op.CALL_GLOBAL, name, 1)
        return hold()
      }
      const keys = keyVar === null ? null : list('keys', collection)
      const values = list('values', collection)
      const length = list('length', values)
      this.emit(Op.INTEGER, 1)
      const index = hold()
      const item = (of: number) => this.emit(Op.GET_LOCAL, of, Op.GET_LOCAL, index, Op.GET_PROPERTY)
      const { emitter } = this.scope
      const start = emitter.code.length
      this.emit(Op.GET_LOCAL, length, Op.GET_LOCAL, index, Op.LT_EQ)
      const toEnd = emitter.jump(Op.JUMP_IF_FALSE)
      this.inScope(() => {
        if (keys !== null) {
          item(keys)
          this.declare(keyVar)
        }
        item(values)
        this.declare(valueVar)
        this.statement(body)
      })
      this.emit(Op.INTEGER, 1, Op.GET_LOCAL, index, Op.PLUS, Op.SET_LOCAL, index)
      emitter.jumpBack(start)
      emitter.land(toEnd)
    })
  }

  private tryStatement(node: Extract<Statement, { node: 'TryCatchStatement' }>): void {
    const { catches, try_stmt: body, finally_stmt: last } = node
    const protectedPart = () => (catches.length > 0 ? this.tryCatch(body, catches) : this.statement(body))
    if (!last) {
      protectedPart()
      return
    }
    // The last block runs after everything else, also on the way out of an exception that nobody caught.
    this.protect(last, protectedPart, () => {
      this.statement(last)
      return null
    })
    this.statement(last)
  }

  private tryCatch(body: Statement, catches: Extract<Statement, { node: 'TryCatchStatement' }>['catches']): void {
    this.protect(
      null,
      () => this.statement(body),
      (exception) => {
        const { emitter } = this.scope
        const toEnd: number[] = []
        for (const [name, type, block] of catches) {
          const toNext = this.skipUnless(exception, type)
          this.inScope(() => {
            this.emit(Op.GET_LOCAL, exception)
            this.declare(name)
            this.statement(block)
          })
          toEnd.push(emitter.jump(Op.JUMP))
          if (toNext !== null) emitter.land(toNext)
        }
        return toEnd
      },
    )
  }

  /** @returns a jump for exceptions of another type; null if every exception is caught */
  private skipUnless(exception: number, type: string | null): number | null {
    if (type === null || type === 'Error') return null
    this.emit(Op.STRING, type, Op.GET_LOCAL, exception, Op.STRING, 'type', Op.GET_PROPERTY, Op.EQ)
    return this.scope.emitter.jump(Op.JUMP_IF_FALSE)
  }

  /**
   * @param handle is given the place of the exception. What it does not jump away from throws the exception again.
   * @param last runs when a `return` leaves the region
   */
  private protect(last: Statement | null, region: () => void, handle: (exception: number) => number[] | null): void {
    const { emitter, protections } = this.scope
    const toHandler = emitter.jump(Op.TRY)
    protections.push({ last })
    region()
    protections.pop()
    this.emit(Op.POP_TRY)
    const toEnd = emitter.jump(Op.JUMP)
    emitter.landHandler(toHandler)
    this.scope.begin()
    const exception = this.scope.declare(null)!
    const handled = handle(exception) ?? []
    this.emit(Op.GET_LOCAL, exception, Op.THROW)
    for (const jump of handled) emitter.land(jump)
    this.scope.end()
    emitter.land(toEnd)
  }
}

interface Special {
  fits: (args: number) => boolean
  compile: (compiler: Compiler, args: readonly Expression[]) => void
}

/** Calls of which only a part is evaluated, or that have an instruction of their own. */
const SPECIAL: Record<string, Special> = {
  __proto__: null as never,
  not: {
    fits: (args) => args === 1,
    compile: (compiler, [value]) => {
      compiler.expression(value!)
      compiler.emit(Op.NOT)
    },
  },
  if: {
    fits: (args) => args === 3,
    compile: (compiler, [condition, then, otherwise]) =>
      compiler.branch(
        condition!,
        () => compiler.expression(then!),
        () => compiler.expression(otherwise!),
      ),
  },
  multiIf: {
    fits: (args) => args >= 3 && args % 2 === 1,
    compile: multiIf,
  },
  ifNull: {
    fits: (args) => args === 2,
    compile: (compiler, [first, second]) => compiler.coalesce(first!, second!),
  },
}

function multiIf(compiler: Compiler, [condition, then, ...rest]: readonly Expression[]): void {
  if (then)
    compiler.branch(
      condition!,
      () => compiler.expression(then),
      () => multiIf(compiler, rest),
    )
  else compiler.expression(condition!)
}
