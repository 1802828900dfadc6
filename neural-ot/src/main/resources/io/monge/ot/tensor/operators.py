# TorchScript, in the dialect of its archives: the operators that DJL does not offer, or not safely.
# OperatorArchive packs this text into an archive in memory; OperatorCall runs a method by its name.
# Scalars arrive by value, so autograd never points into Java memory. A trailing _ works in place.
class Operators(Module):
  __parameters__ = []
  __buffers__ = []

  # ---- differentiation and optimisation

  def grad(self: __torch__.Operators,
    output: Tensor,
    inputs: List[Tensor],
    create_graph: bool) -> List[Tensor]:
    found = torch.autograd.grad([output], inputs, None, None, create_graph, True)
    grads = annotate(List[Tensor], [])
    for i in range(torch.len(inputs)):
      g = found[i]
      if torch.__is__(g, None):
        _0 = torch.append(grads, torch.zeros_like(inputs[i]))
      else:
        _1 = torch.append(grads, unchecked_cast(Tensor, g))
    return grads

  def adam_(self: __torch__.Operators,
    params: List[Tensor],
    grads: List[Tensor],
    first: List[Tensor],
    second: List[Tensor],
    step: int,
    lr: float,
    beta1: float,
    beta2: float,
    weight_decay: float) -> NoneType:
    count = torch.full([], step, dtype=6, device=ops.prim.device(params[0]))
    steps = annotate(List[Tensor], [])
    dense = annotate(List[Tensor], [])
    for i in range(torch.len(params)):
      _0 = torch.append(steps, count)
      # _fused_adam_ walks memory and ignores strides.
      p = params[i]
      g = grads[i]
      if torch.eq(torch.stride(p), torch.stride(g)):
        _1 = torch.append(dense, g)
      else:
        _2 = torch.append(dense, torch.copy_(torch.empty_like(p), g))
    torch._fused_adam_(params, dense, first, second, annotate(List[Tensor], []), steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=1e-08, amsgrad=False, maximize=False)
    return None

  def lerp_(self: __torch__.Operators,
    targets: List[Tensor],
    ends: List[Tensor],
    weight: float) -> NoneType:
    torch._foreach_lerp_(targets, ends, weight)
    return None

  def copy_(self: __torch__.Operators,
    targets: List[Tensor],
    sources: List[Tensor]) -> NoneType:
    torch._foreach_copy_(targets, sources)
    return None

  def tally_(self: __torch__.Operators,
    total: Tensor,
    values: List[Tensor]) -> NoneType:
    _0 = torch.add_(total, torch.detach(torch.stack(values)))
    return None

  # ---- memory

  def row_major(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.clone(x, memory_format=0)

  def copy(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.clone(x)

  def zeros(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.zeros_like(torch.detach(x))

  def detach(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.detach(x)

  def leaf(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.requires_grad_(torch.detach(x), True)

  def channels_last(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.contiguous(x, memory_format=2)

  # ---- arithmetic

  def scale(self: __torch__.Operators,
    x: Tensor,
    factor: float) -> Tensor:
    return torch.mul(x, factor)

  def add_(self: __torch__.Operators,
    x: Tensor,
    y: Tensor) -> Tensor:
    return torch.add_(x, y)

  def add_scaled(self: __torch__.Operators,
    x: Tensor,
    y: Tensor,
    factor: float) -> Tensor:
    return torch.add(x, y, alpha=factor)

  def mean_per_sample(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.mean(torch.flatten(x, 1), [1])

  def norm_per_sample(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.norm(torch.flatten(x, 1), 2, [1], False)

  def interpolate(self: __torch__.Operators,
    x: Tensor,
    y: Tensor,
    weights: Tensor) -> Tensor:
    return torch.add(torch.mul(x, weights), torch.mul(y, torch.rsub(weights, 1.0)))

  # ---- network layers

  def conv2d(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    padding: int) -> Tensor:
    return torch.conv2d(x, weight, bias, [1, 1], [padding, padding])

  def conv2d_scaled(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    factor: float) -> Tensor:
    # The factor on the small weight instead of the large result: one pass over the image less.
    return torch.conv2d(x, torch.mul(weight, factor), torch.mul(bias, factor), [1, 1], [1, 1])

  def conv2d_pointwise(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor) -> Tensor:
    if torch.is_contiguous(x, memory_format=2):
      # Pixels are rows already: a matrix product. (PyTorch has a slow path here on one thread.)
      rows = torch.permute(x, [0, 2, 3, 1])
      matrix = torch.reshape(weight, [torch.size(weight, 0), torch.size(weight, 1)])
      y = torch.permute(torch.linear(rows, matrix), [0, 3, 1, 2])
    else:
      y = torch.conv2d(x, weight, None, [1, 1], [0, 0])
    return y

  def linear(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor) -> Tensor:
    return torch.linear(x, weight, bias)

  def relu_(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.relu_(x)

  def leaky_relu_(self: __torch__.Operators,
    x: Tensor,
    slope: float) -> Tensor:
    return torch.leaky_relu_(x, slope)

  def leaky_relu(self: __torch__.Operators,
    x: Tensor,
    slope: float) -> Tensor:
    return torch.leaky_relu(x, slope)

  def avg_pool2d(self: __torch__.Operators,
    x: Tensor,
    kernel: int,
    stride: int,
    padding: int) -> Tensor:
    return torch.avg_pool2d(x, [kernel, kernel], [stride, stride], [padding, padding])

  def pixel_shuffle(self: __torch__.Operators,
    x: Tensor,
    factor: int) -> Tensor:
    return torch.pixel_shuffle(x, factor)

  def bicubic(self: __torch__.Operators,
    x: Tensor,
    factor: int) -> Tensor:
    size = [torch.mul(torch.size(x, 2), factor), torch.mul(torch.size(x, 3), factor)]
    return torch.upsample_bicubic2d(x, size, False)

  # ---- images: (n, h, w, 3) bytes and (n, 3, h, w) in [-1, 1]

  def from_bytes(self: __torch__.Operators,
    bytes: Tensor) -> Tensor:
    unit = torch.div_(torch.to(torch.permute(bytes, [0, 3, 1, 2]), 6), 255.0)
    return torch.div_(torch.sub_(unit, 0.5), 0.5)

  def to_bytes(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    unit = torch.clamp(torch.div(torch.add(x, 1.0), 2.0), 0.0, 1.0)
    return torch.contiguous(torch.permute(torch.to(torch.round(torch.mul(unit, 255.0)), 0), [0, 2, 3, 1]))
