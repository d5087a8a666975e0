"""Lists torchvision's names and shapes for the parts that deeplab-resnet50 shares with it.

    python torchvision_names.py > torchvision-names.txt

Made with torchvision 0.28: the backbone of deeplabv3_resnet50 is called "encoder" here, and
classifier.0 "aspp".
"""

from torchvision.models.segmentation import deeplabv3_resnet50

state = deeplabv3_resnet50(weights=None, weights_backbone=None).state_dict()
for name, tensor in state.items():
    if name.startswith(("backbone.", "classifier.0.")):
        ours = name.replace("backbone.", "encoder.", 1).replace("classifier.0.", "aspp.", 1)
        print(ours, "x".join(map(str, tensor.shape)) or "scalar")
