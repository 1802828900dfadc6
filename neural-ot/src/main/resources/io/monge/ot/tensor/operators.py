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

  def are_finite(self: __torch__.Operators,
    values: List[Tensor]) -> Tensor:
    total = torch.zeros([], dtype=6, device=ops.prim.device(values[0]))
    for norm in torch._foreach_norm(values):
      _0 = torch.add_(total, torch.detach(norm))
    return torch.to(torch.isfinite(total), 6)

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
      # _fused_adam_ walks memory, ignores strides, and wants the weight's number format.
      p = params[i]
      g = grads[i]
      if torch.__and__(torch.eq(torch.stride(p), torch.stride(g)), torch.eq(ops.prim.dtype(p), ops.prim.dtype(g))):
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

  def detached_copy(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.clone(torch.detach(x))

  def bf16_copy(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.to(torch.detach(x), 15)

  def like(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor) -> Tensor:
    return torch.to(x, ops.prim.dtype(weight))

  def float32(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.to(x, 6)

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

  # ---- layers of the other networks

  def conv2d_strided(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    stride: int,
    padding: int) -> Tensor:
    return torch.conv2d(x, weight, bias, [stride, stride], [padding, padding])

  def conv2d_unbiased(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    stride: int,
    padding: int) -> Tensor:
    return torch.conv2d(x, weight, None, [stride, stride], [padding, padding])

  def conv_transpose2d(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    stride: int) -> Tensor:
    return torch.conv_transpose2d(x, weight, bias, [stride, stride])

  def linear_unbiased(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor) -> Tensor:
    return torch.linear(x, weight, None)

  def batch_norm(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    mean: Tensor,
    variance: Tensor,
    training: bool) -> Tensor:
    return torch.batch_norm(x, weight, bias, mean, variance, training, 0.1, 1.0000000000000001e-05, True)

  def batch_norm_unscaled(self: __torch__.Operators,
    x: Tensor,
    mean: Tensor,
    variance: Tensor,
    training: bool) -> Tensor:
    return torch.batch_norm(x, None, None, mean, variance, training, 0.1, 1.0000000000000001e-05, True)

  def increment_(self: __torch__.Operators,
    count: Tensor) -> NoneType:
    _0 = torch.add_(count, 1)
    return None

  def max_pool2d(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.max_pool2d(x, [2, 2], [2, 2], [0, 0], [1, 1], False)

  def bilinear(self: __torch__.Operators,
    x: Tensor,
    align_corners: bool) -> Tensor:
    size = [torch.mul(torch.size(x, 2), 2), torch.mul(torch.size(x, 3), 2)]
    return torch.upsample_bilinear2d(x, size, align_corners)

  def nearest(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    size = [torch.mul(torch.size(x, 2), 2), torch.mul(torch.size(x, 3), 2)]
    return torch.upsample_nearest2d(x, size)

  def pad(self: __torch__.Operators,
    x: Tensor,
    left: int,
    right: int,
    top: int,
    bottom: int) -> Tensor:
    return torch.constant_pad_nd(x, [left, right, top, bottom], 0)

  def mean_over_space(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.mean(x, [2, 3], True)

  def celu(self: __torch__.Operators,
    x: Tensor,
    alpha: float) -> Tensor:
    return torch.celu(x, alpha)

  def softplus(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.softplus(x)

  def relu(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.relu(x)

  def sigmoid(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.sigmoid(x)

  def tanh(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.tanh(x)

  def prelu(self: __torch__.Operators,
    x: Tensor,
    slope: Tensor) -> Tensor:
    return torch.prelu(x, slope)

  def dropout(self: __torch__.Operators,
    x: Tensor,
    probability: float) -> Tensor:
    return torch.dropout(x, probability, True)

  def feature_dropout(self: __torch__.Operators,
    x: Tensor,
    probability: float) -> Tensor:
    return torch.feature_dropout(x, probability, True)

  # ---- convex networks

  # sum over r of (x A_r)^2; a: (in, rank, out)
  def squared_forms(self: __torch__.Operators,
    x: Tensor,
    a: Tensor) -> Tensor:
    rank = torch.size(a, 1)
    out = torch.size(a, 2)
    wide = torch.matmul(x, torch.flatten(a, 1))
    return torch.sum(torch.square(torch.reshape(wide, [-1, rank, out])), [1])

  # the same for a convolution whose channel is out * rank + r
  def squared_convolutions(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    rank: int,
    stride: int,
    padding: int) -> Tensor:
    wide = torch.conv2d(x, weight, None, [stride, stride], [padding, padding])
    grouped = torch.reshape(wide, [torch.size(wide, 0), -1, rank, torch.size(wide, 2), torch.size(wide, 3)])
    return torch.sum(torch.square(grouped), [2])

  # The gradient of a dense convex network in x, written out (DenseICNN of W2GN, src/icnn.py): one pass
  # instead of a pass and its derivative. convex holds W_1 .. W_(L-1) and the final row.
  # slope: 0 CELU with alpha 1, 1 softplus, 2 ReLU
  def dense_icnn_gradient(self: __torch__.Operators,
    x: Tensor,
    forms: List[Tensor],
    linear: List[Tensor],
    biases: List[Tensor],
    convex: List[Tensor],
    kappa: float,
    slope: int) -> Tensor:
    wide = torch.cat(forms, 2)
    rank = torch.size(wide, 1)
    flat = torch.flatten(wide, 1)
    straight = torch.cat(linear)
    roots = torch.reshape(torch.matmul(x, flat), [-1, rank, torch.size(wide, 2)])
    affine = torch.linear(x, straight, torch.cat(biases))
    if torch.eq(rank, 1):
      squares = torch.square(torch.squeeze(roots, 1))
    else:
      squares = torch.sum(torch.square(roots), [1])
    q = torch.add(squares, affine)
    slopes = annotate(List[Tensor], [])
    below = torch.size(linear[0], 0)
    z = torch.narrow(q, 1, 0, below)
    last = torch.sub(torch.len(convex), 1)
    for i in range(last):
      width = torch.size(convex[i], 0)
      a = torch.add(torch.narrow(q, 1, below, width), torch.linear(z, convex[i], None))
      below = torch.add(below, width)
      if torch.eq(slope, 0):
        capped = torch.exp(torch.clamp_max(a, 0))
        _0 = torch.append(slopes, capped)
        if torch.lt(torch.add(i, 1), last):
          z = torch.sub(torch.add(torch.relu(a), capped), 1)
        else:
          z = a
      elif torch.eq(slope, 1):
        _1 = torch.append(slopes, torch.sigmoid(a))
        z = torch.softplus(a)
      else:
        z = torch.relu(a)
        _2 = torch.append(slopes, torch.to(torch.gt(a, 0), 6))
    parts = annotate(List[Tensor], [])
    g = convex[last]
    for j in range(last):
      at = torch.sub(torch.sub(last, 1), j)
      delta = torch.mul(slopes[at], g)
      _3 = torch.append(parts, delta)
      g = torch.matmul(delta, convex[at])
    _4 = torch.append(parts, torch.expand(g, [torch.size(x, 0), -1]))
    ordered = annotate(List[Tensor], [])
    for k in range(torch.len(parts)):
      _5 = torch.append(ordered, parts[torch.sub(torch.sub(torch.len(parts), 1), k)])
    total = torch.cat(ordered, 1)
    bent = torch.flatten(torch.mul(roots, torch.unsqueeze(total, 1)), 1)
    curved = torch.add(torch.mul(x, kappa), torch.matmul(bent, torch.t(flat)), alpha=2)
    return torch.add(curved, torch.matmul(total, straight))

  def square_norm_per_sample(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.sum(torch.square(torch.flatten(x, 1)), [1])

  # x itself if it can be differentiated by, else a new variable
  def differentiable(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    _0 = ops.prim.requires_grad(x)
    if _0:
      _1 = x
    else:
      _1 = torch.requires_grad_(torch.detach(x), True)
    return _1

  # The same for ResidualIcnn without its quadratic form: there the first layer has its slope too.
  def residual_icnn_gradient(self: __torch__.Operators,
    x: Tensor,
    forms: List[Tensor],
    linear: List[Tensor],
    biases: List[Tensor],
    convex: List[Tensor],
    slope: int) -> Tensor:
    flat = torch.flatten(torch.cat(forms, 2), 1)
    straight = torch.cat(linear)
    roots = torch.matmul(x, flat)
    q = torch.add(torch.square(roots), torch.linear(x, straight, torch.cat(biases)))
    slopes = annotate(List[Tensor], [])
    layers = torch.len(biases)
    below = torch.size(biases[0], 0)
    a = torch.narrow(q, 1, 0, below)
    for i in range(layers):
      if torch.eq(slope, 0):
        capped = torch.exp(torch.clamp_max(a, 0))
        _0 = torch.append(slopes, capped)
        z = torch.sub(torch.add(torch.relu(a), capped), 1)
      elif torch.eq(slope, 1):
        _1 = torch.append(slopes, torch.sigmoid(a))
        z = torch.softplus(a)
      else:
        _2 = torch.append(slopes, torch.to(torch.gt(a, 0), 6))
        z = torch.relu(a)
      if torch.lt(torch.add(i, 1), layers):
        width = torch.size(convex[i], 0)
        a = torch.add(torch.narrow(q, 1, below, width), torch.linear(z, convex[i], None))
        below = torch.add(below, width)
    parts = annotate(List[Tensor], [])
    g = convex[torch.sub(layers, 1)]
    for j in range(layers):
      at = torch.sub(torch.sub(layers, 1), j)
      delta = torch.mul(slopes[at], g)
      _3 = torch.append(parts, delta)
      if torch.gt(at, 0):
        g = torch.matmul(delta, convex[torch.sub(at, 1)])
    ordered = annotate(List[Tensor], [])
    for k in range(layers):
      _4 = torch.append(ordered, parts[torch.sub(torch.sub(layers, 1), k)])
    total = torch.cat(ordered, 1)
    curved = torch.matmul(torch.mul(roots, total), torch.t(flat))
    return torch.add(torch.matmul(total, straight), curved, alpha=2)

  # Barzilai-Borwein: per row, the step that fits the last move and what it changed in the residual;
  # the last step again where the move saw no positive curvature
  def secant_step(self: __torch__.Operators,
    move: Tensor,
    change: Tensor,
    last: Tensor,
    long_step: bool) -> Tensor:
    both = torch.sum(torch.mul(move, change), [1], True)
    moved = torch.sum(torch.square(move), [1], True)
    if long_step:
      found = torch.div(moved, both)
    else:
      found = torch.div(both, torch.sum(torch.square(change), [1], True))
    curved = torch.gt(both, torch.mul(moved, 1e-08))
    return torch.clamp(torch.where(curved, found, last), 0.01, 20.)

  # row by row, the point with the smaller residual
  def nearer_rows(self: __torch__.Operators,
    x: Tensor,
    residual: Tensor,
    y: Tensor,
    other: Tensor) -> List[Tensor]:
    first = torch.sum(torch.square(residual), [1], True)
    second = torch.sum(torch.square(other), [1], True)
    better = torch.lt(second, first)
    return [torch.where(better, y, x), torch.where(better, other, residual)]

  def clamp_at_zero_(self: __torch__.Operators,
    params: List[Tensor]) -> NoneType:
    torch._foreach_clamp_min_(params, 0)
    return None

  def sum_of_magnitudes(self: __torch__.Operators,
    params: List[Tensor]) -> Tensor:
    return torch.sum(torch.stack(torch._foreach_norm(params, 1)))

  # ---- SOT: its cost and its optimizer

  # (mean |F|^p)^(1/p) per sample over channels and frequencies, |F|^2 + 1e-9
  def frequency_sparsity(self: __torch__.Operators,
    difference: Tensor,
    p: float) -> Tensor:
    spectrum = torch.view_as_real(torch.fft_fft2(difference))
    power = torch.add(torch.sum(torch.square(spectrum), [-1]), 1.0000000000000001e-09)
    mean = torch.mean(torch.flatten(torch.pow(power, torch.mul(p, 0.5)), 1), [1])
    return torch.pow(mean, torch.div(1.0, p))

  def rmsprop_(self: __torch__.Operators,
    params: List[Tensor],
    grads: List[Tensor],
    squares: List[Tensor],
    lr: float) -> NoneType:
    torch._foreach_mul_(squares, 0.98999999999999999)
    torch._foreach_addcmul_(squares, grads, grads, 0.01)
    roots = torch._foreach_sqrt(squares)
    torch._foreach_add_(roots, 1e-08)
    torch._foreach_addcdiv_(params, grads, roots, torch.neg(lr))
    return None

  # ---- linear algebra

  def symmetric_eigen(self: __torch__.Operators,
    x: Tensor) -> List[Tensor]:
    values, vectors = torch.linalg_eigh(x)
    return [values, torch.contiguous(vectors)]

  # ---- resampling and pooling at any size

  def bicubic_to(self: __torch__.Operators,
    x: Tensor,
    height: int,
    width: int,
    align_corners: bool) -> Tensor:
    return torch.upsample_bicubic2d(x, [height, width], align_corners)

  # source coordinates by the factor itself, also where the size had to be rounded down
  def bicubic_by(self: __torch__.Operators,
    x: Tensor,
    factor: float) -> Tensor:
    return torch.upsample_bicubic2d(x, None, False, [factor, factor])

  def bilinear_to(self: __torch__.Operators,
    x: Tensor,
    height: int,
    width: int,
    align_corners: bool) -> Tensor:
    return torch.upsample_bilinear2d(x, [height, width], align_corners)

  def nearest_to(self: __torch__.Operators,
    x: Tensor,
    height: int,
    width: int) -> Tensor:
    return torch.upsample_nearest2d(x, [height, width])

  def max_pool(self: __torch__.Operators,
    x: Tensor,
    kernel: int,
    stride: int,
    padding: int) -> Tensor:
    return torch.max_pool2d(x, [kernel, kernel], [stride, stride], [padding, padding], [1, 1], False)

  # the mean over the cells of the window that lie in the image
  def avg_pool_inside(self: __torch__.Operators,
    x: Tensor,
    kernel: int,
    stride: int,
    padding: int) -> Tensor:
    return torch.avg_pool2d(x, [kernel, kernel], [stride, stride], [padding, padding], False, False)

  # weight (out, in, kh, kw), padding by side
  def conv2d_padded(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    stride: int,
    rows: int,
    columns: int) -> Tensor:
    return torch.conv2d(x, weight, bias, [stride, stride], [rows, columns])

  # each pixel's channels over their Euclidean norm + 1e-10, whose gradient at 0 is 0
  def unit_channels(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.div(x, torch.add(torch.norm(x, 2, [1], True), 1e-10))

  def conv_transpose2d_unbiased(self: __torch__.Operators,
    x: Tensor,
    weight: Tensor,
    stride: int,
    padding: int) -> Tensor:
    return torch.conv_transpose2d(x, weight, None, [stride, stride], [padding, padding])

  def adamax_(self: __torch__.Operators,
    params: List[Tensor],
    grads: List[Tensor],
    first: List[Tensor],
    norms: List[Tensor],
    step: int,
    lr: float,
    beta1: float,
    beta2: float,
    weight_decay: float) -> NoneType:
    decayed = torch._foreach_add(grads, params, alpha=weight_decay)
    torch._foreach_lerp_(first, decayed, torch.sub(1.0, beta1))
    magnitudes = torch._foreach_abs(decayed)
    torch._foreach_add_(magnitudes, 1e-08)
    torch._foreach_mul_(norms, beta2)
    torch._foreach_maximum_(norms, magnitudes)
    correction = torch.sub(1.0, torch.pow(beta1, step))
    torch._foreach_addcdiv_(params, first, norms, torch.neg(torch.div(lr, correction)))
    return None

  # F of x over height and width, unnormalised: (..., h, w, 2), real and imaginary parts
  def spectrum(self: __torch__.Operators,
    x: Tensor) -> Tensor:
    return torch.view_as_real(torch.fft_fft2(x))
