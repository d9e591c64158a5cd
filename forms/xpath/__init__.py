"""Expressions: read, written, changed, compiled to closures, evaluated over the light tree. Knows no form.

* `errors` — what can be wrong with an expression
* `expr` — the syntax tree: frozen, hashable
* `tokens`, `parse` — text -> syntax tree (a Pratt parser), with limits on length and nesting
* `printing` — syntax tree -> text; reading it again gives an equal tree
* `walk` — the parts, references, paths and calls of a tree; changed copies
* `tree` — the elements every instance is made of; `markup` reads XML documents into it
* `axes` — the thirteen axes, document order
* `context` — what an evaluation is given: `Context`, and the protocols `Environment` and `Rows`
* `code` — what compiling makes: closures per result type, made when first asked for
* `compile` — syntax tree -> code; `scope` is what its parts are compiled with
* `operators`, `compare`, `paths`, `predicates` — code of each kind of expression
* `shapes` — expressions that differ only in the questions they name, compiled once
* `single` — paths to a leaf that every instance has exactly once
* `rows`, `cells` — paths over a secondary instance with a column table: by its hash indexes, else cell by cell
* `tallies` — sums and counts over the instances of a repeat, kept up
* `numbers`, `dates` — conversions
* `functions` — the library, one file per family
* `check` — unknown functions and prefixes, found without evaluating; `patterns` — regular expressions that hang

Why closures and not generated code: they are made in microseconds, a traceback leads to the line that failed, and one
evaluation of a typical expression takes one to two microseconds. Types are decided when compiling, so that no closure
asks what it was given. A node that is not relevant stays in the tree and reads as blank.
"""
