# Works out constants, option lists and policy rules from Python source without running it: what is no constant stays unknown.
"""A small evaluator over the ast module. Imports inside the tree are followed; everything outside of it is unknown."""
import ast
from pathlib import Path

UNKNOWN = object()
UNITS = {'Ki': 2**10, 'Mi': 2**20, 'Gi': 2**30, 'Ti': 2**40, 'Pi': 2**50, 'k': 10**3, 'M': 10**6, 'G': 10**9, 'T': 10**12}
BINARY = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
    ast.Mod: lambda a, b: a % b,
    ast.LShift: lambda a, b: a << b,
}


class Made:
    """A call that builds something the caller knows by its class name: an option, a type, a group, a rule."""

    def __init__(self, kind, args, named, line):
        self.kind, self.args, self.named, self.line = kind, args, named, line

    def get(self, name, position=None, default=None):
        if name in self.named:
            return self.named[name]
        if position is not None and position < len(self.args):
            return self.args[position]
        return default


class Function:
    """A function of the tree; only one that does nothing but return can be worked out."""

    def __init__(self, module, node):
        self.module, self.node = module, node

    def result(self, args):
        body = [n for n in self.node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
        if len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
            return UNKNOWN
        names = dict(zip((a.arg for a in self.node.args.args), args))
        if self.node.args.vararg:
            names[self.node.args.vararg.arg] = list(args[len(self.node.args.args):])
        return self.module.value(body[0].value, names)


class Tree:
    """The packages below one folder, each file parsed and evaluated once."""

    def __init__(self, root):
        self.root, self.modules, self.faults = Path(root), {}, []

    def files(self):
        for path in sorted(self.root.rglob('*.py')):
            if not {'tests', 'test', 'hacking', 'docs', 'doc'} & set(path.relative_to(self.root).parts[:-1]):
                yield path

    def module(self, dotted):
        base = self.root.joinpath(*dotted.split('.'))
        for path in (base.with_suffix('.py'), base / '__init__.py'):
            if path.is_file():
                return self.read(path)
        return None

    def read(self, path):
        if path not in self.modules:
            module = self.modules[path] = Module(self, path)
            module.run()
        return self.modules[path]


class Module:
    """One file: its tree and what its names stand for at module level."""

    def __init__(self, tree, path):
        self.tree, self.path, self.names, self.imports = tree, path, {}, {}
        parts = path.relative_to(tree.root).with_suffix('').parts
        self.package = '.'.join(parts[:-1])
        try:
            self.syntax = ast.parse(path.read_text(encoding='utf8'))
        except (SyntaxError, UnicodeDecodeError) as error:
            tree.faults.append(f'{path}: {error}')
            self.syntax = ast.Module(body=[], type_ignores=[])

    def run(self):
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.ImportFrom):
                base = node.module or ''
                if node.level:
                    base = '.'.join(filter(None, self.package.split('.')[: len(self.package.split('.')) - node.level + 1] + [base]))
                for alias in node.names:
                    self.imports[alias.asname or alias.name] = (base, alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.asname:
                        self.imports[alias.asname] = (alias.name, None)
        self.assign_all(self.syntax.body, self.names)

    def assign_all(self, body, names):
        for node in body:
            if isinstance(node, ast.Assign):
                value = self.value(node.value, names)
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        names[target.id] = value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                names[node.target.id] = self.value(node.value, names)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                names[node.target.id] = self.combine(ast.Add, names.get(node.target.id, UNKNOWN), self.value(node.value, names))
            elif isinstance(node, ast.FunctionDef):
                names[node.name] = Function(self, node)
            elif isinstance(node, (ast.If, ast.Try, ast.With)):
                self.assign_all(node.body, names)
                self.assign_all(getattr(node, 'orelse', []), names)

    def lookup(self, name, names):
        if name in names:
            return names[name]
        if name in self.names:
            return self.names[name]
        if name in self.imports:
            base, member = self.imports[name]
            if member is not None:
                inner = self.tree.module(f'{base}.{member}')
                if inner is not None:
                    return inner
                outer = self.tree.module(base)
                if outer is not None and outer is not self:
                    return outer.lookup(member, {})
        return UNKNOWN

    def combine(self, operator, left, right):
        if left is UNKNOWN or right is UNKNOWN or type(operator) is not type or operator not in BINARY:
            return UNKNOWN
        try:
            return BINARY[operator](left, right)
        except (TypeError, ValueError, ZeroDivisionError, KeyError):
            return UNKNOWN

    def value(self, node, names):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            items = []
            for element in node.elts:
                if isinstance(element, ast.Starred):
                    more = self.value(element.value, names)
                    items.extend(more if isinstance(more, (list, tuple)) else [UNKNOWN])
                else:
                    items.append(self.value(element, names))
            return tuple(items) if isinstance(node, ast.Tuple) else items
        if isinstance(node, ast.Dict):
            return {self.value(k, names): self.value(v, names) for k, v in zip(node.keys, node.values) if k is not None}
        if isinstance(node, ast.Name):
            return self.lookup(node.id, names)
        if isinstance(node, ast.Attribute):
            return self.attribute(node, names)
        if isinstance(node, ast.BinOp):
            return self.combine(type(node.op), self.value(node.left, names), self.value(node.right, names))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            value = self.value(node.operand, names)
            return -value if isinstance(value, (int, float)) else UNKNOWN
        if isinstance(node, ast.JoinedStr):
            parts = [self.value(p.value if isinstance(p, ast.FormattedValue) else p, names) for p in node.values]
            return UNKNOWN if UNKNOWN in parts else ''.join(map(str, parts))
        if isinstance(node, ast.Call):
            return self.call(node, names)
        return UNKNOWN

    def attribute(self, node, names):
        if isinstance(node.value, ast.Name) and node.value.id == 'units' and node.attr in UNITS:
            return UNITS[node.attr]
        owner = self.value(node.value, names)
        if isinstance(owner, Module):
            return owner.lookup(node.attr, {})
        if isinstance(owner, Made) and node.attr == 'name':
            return owner.get('name', 0, UNKNOWN)
        return UNKNOWN

    def call(self, node, names):
        kind = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, 'id', '')
        args = []
        for argument in node.args:
            starred = isinstance(argument, ast.Starred)
            more = self.value(argument.value if starred else argument, names)
            args.extend(more if starred and isinstance(more, (list, tuple)) else [more])
        if kind in ('_', 'dedent') and args:
            return args[0]
        if kind in ('deepcopy', 'list', 'tuple', 'sorted', 'copy') and len(args) == 1 and isinstance(args[0], (list, tuple)):
            return list(args[0])
        if kind == 'chain' and all(isinstance(a, (list, tuple)) for a in args):
            return [item for part in args for item in part]
        if kind == 'join' and ast.unparse(node.func) == 'os.path.join' and all(isinstance(a, str) for a in args):
            return '/'.join(args)
        if kind == 'format' and isinstance(node.func, ast.Attribute):
            pattern = self.value(node.func.value, names)
            if isinstance(pattern, str) and UNKNOWN not in args and not node.keywords:
                return pattern.format(*args)
        if kind == 'join' and isinstance(node.func, ast.Attribute):
            glue = self.value(node.func.value, names)
            if isinstance(glue, str) and args and isinstance(args[0], (list, tuple)) and all(isinstance(a, str) for a in args[0]):
                return glue.join(args[0])
        if kind[:1].isupper():
            return Made(kind, args, {k.arg: self.value(k.value, names) for k in node.keywords if k.arg}, node.lineno)
        function = self.value(node.func, names) if isinstance(node.func, (ast.Name, ast.Attribute)) else UNKNOWN
        return function.result(args) if isinstance(function, Function) and not node.keywords else UNKNOWN
