/** The tree of a Hog program, as PostHog's grammar returns it. */

export type Expression =
  | { node: 'Constant'; value: string | number | boolean | null; value_type?: string }
  | { node: 'Field'; chain: (string | number)[] }
  | { node: 'Call'; name: string; args: Expression[] }
  | { node: 'ExprCall'; expr: Expression; args: Expression[] }
  | { node: 'Lambda'; args: string[]; expr: Expression | Statement }
  | { node: 'Array' | 'Tuple'; exprs: Expression[] }
  | { node: 'Dict'; items: [Expression, Expression][] }
  | { node: 'And' | 'Or'; exprs: Expression[] }
  | { node: 'Not'; expr: Expression }
  | { node: 'CompareOperation'; left: Expression; right: Expression; op: string }
  | { node: 'ArithmeticOperation'; left: Expression; right: Expression; op: string }
  | { node: 'BetweenExpr'; expr: Expression; low: Expression; high: Expression; negated: boolean }
  | { node: 'ArrayAccess'; array: Expression; property: Expression; nullish?: boolean }
  | { node: 'TupleAccess'; tuple: Expression; index: number; nullish?: boolean }

export type Statement =
  | { node: 'Block' | 'Program'; declarations: Statement[] }
  | { node: 'ExprStatement'; expr: Expression | null }
  | { node: 'VariableDeclaration'; name: string; expr: Expression | null }
  | { node: 'VariableAssignment'; left: Expression; right: Expression }
  | { node: 'Function'; name: string; params: string[]; body: Statement }
  | { node: 'ReturnStatement'; expr: Expression | null }
  | { node: 'ThrowStatement'; expr: Expression }
  | { node: 'IfStatement'; expr: Expression; then: Statement; else_: Statement | null }
  | { node: 'WhileStatement'; expr: Expression; body: Statement | null }
  | {
      node: 'ForStatement'
      initializer: Statement | Expression | null
      condition: Expression | null
      increment: Statement | Expression | null
      body: Statement
    }
  | { node: 'ForInStatement'; keyVar: string | null; valueVar: string; expr: Expression; body: Statement }
  | {
      node: 'TryCatchStatement'
      try_stmt: Statement
      catches: [name: string | null, type: string | null, body: Statement][]
      finally_stmt: Statement | null
    }

const STATEMENTS: ReadonlySet<string> = new Set<Statement['node']>([
  'Block',
  'ExprStatement',
  'ForInStatement',
  'ForStatement',
  'Function',
  'IfStatement',
  'Program',
  'ReturnStatement',
  'ThrowStatement',
  'TryCatchStatement',
  'VariableAssignment',
  'VariableDeclaration',
  'WhileStatement',
])

export const isStatement = (node: Expression | Statement): node is Statement => STATEMENTS.has(node.node)
