#pragma once

/// `WAYMARK_TRY(name, expression)`: names the value of a Result, or returns its failure from the enclosing function.
#define WAYMARK_TRY(name, expression)                      \
  auto name##_result = (expression);                       \
  if (!name##_result) return name##_result.take_failure(); \
  auto& name = *name##_result
