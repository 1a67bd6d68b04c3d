"""Commands of the clinic; `openimt demo` and `openimt serve` run them."""
